import { App, AppProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { OrdersStack, OrdersStackProps } from '../../examples/orders-rest-api/stack';
import { Waiver } from '../../lib/core/waiver';
import { FLAGS, nagFindings } from '../helpers/apps';

const [[, RECOMMENDED]] = FLAGS;

function newOrders(props: OrdersStackProps = {}, app: AppProps = RECOMMENDED): OrdersStack {
  return new OrdersStack(new App(app), 'Orders', props);
}

const stack = newOrders();
const template = Template.fromStack(stack);

/** The resources of a type by logical id, without a type for their properties: each test says what it reads. */
const resources = (type: string) => Object.values(template.findResources(type));

test.each([
  ['POST', 'orders', 'COGNITO_USER_POOLS'],
  ['GET', 'orders', 'COGNITO_USER_POOLS'],
  ['GET', 'products', 'NONE'],
])('%s /%s asks for authorization %s and for an API key', (method, part, authorization) => {
  const [resourceId] = Object.keys(template.findResources('AWS::ApiGateway::Resource', { Properties: { PathPart: part } }));
  template.hasResourceProperties('AWS::ApiGateway::Method', {
    HttpMethod: method, ResourceId: { Ref: resourceId }, AuthorizationType: authorization, ApiKeyRequired: true,
  });
});

test('no route but the two of the catalogue is public', () => {
  const open = resources('AWS::ApiGateway::Method').filter(({ Properties }) => Properties.AuthorizationType === 'NONE');
  expect(open).toHaveLength(2);
});

test('the body of an order is checked before any code runs', () => {
  template.hasResourceProperties('AWS::ApiGateway::Model', {
    Schema: Match.objectLike({ required: ['lines'], additionalProperties: false }),
  });
  template.hasResourceProperties('AWS::ApiGateway::Method', {
    HttpMethod: 'POST',
    RequestModels: { 'application/json': Match.anyValue() },
    RequestParameters: { 'method.request.header.Idempotency-Key': true },
    RequestValidatorId: Match.anyValue(),
  });
});

test('the cache keeps pages of the catalogue apart and keeps no order at all', () => {
  const [stage] = resources('AWS::ApiGateway::Stage');
  const settings: { ResourcePath: string; HttpMethod: string; CachingEnabled: boolean }[] = stage.Properties.MethodSettings;
  const cached = settings.filter(({ CachingEnabled }) => CachingEnabled).map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath}`);
  expect(cached.sort()).toEqual(['GET /~1products', 'GET /~1products~1{id}']);
  template.hasResourceProperties('AWS::ApiGateway::Method', {
    Integration: Match.objectLike({
      CacheKeyParameters: ['method.request.querystring.limit', 'method.request.querystring.nextToken', 'method.request.header.Origin'],
    }),
  });
});

test('each app has a tier with a key, a rate and a quota', () => {
  template.resourceCountIs('AWS::ApiGateway::UsagePlan', 2);
  template.resourceCountIs('AWS::ApiGateway::ApiKey', 2);
  template.allResourcesProperties('AWS::ApiGateway::UsagePlan', { Quota: Match.anyValue(), Throttle: Match.anyValue() });
});

test('there is a web ACL in front of the stage', () => {
  template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
});

test('every alarm tells the topic', () => {
  const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: topic }] });
});

test('CloudWatch may publish to the encrypted topic, for this account only', () => {
  const fromCloudWatch = {
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ ...fromCloudWatch, Action: 'sns:Publish' })]) },
  });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ ...fromCloudWatch, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })]) },
    EnableKeyRotation: true,
  });
});

test('the data survives the stack and can be restored', () => {
  template.allResources('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, BillingMode: 'PAY_PER_REQUEST' },
  });
  template.allResources('AWS::Cognito::UserPool', { DeletionPolicy: 'Retain', Properties: { DeletionProtection: 'ACTIVE' } });
});

test('a trial leaves nothing behind', () => {
  const trial = Template.fromStack(newOrders({ keepData: false }));
  for (const type of ['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool']) trial.allResources(type, { DeletionPolicy: 'Delete' });
});

describe('the functions of the shop', () => {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) => id.startsWith('Functions')).map(([, resource]) => resource);

  test('are five, small, traced and bounded', () => {
    expect(functions).toHaveLength(5);
    functions.forEach(({ Properties }) => expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 10,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
    }));
  });

  test.each([
    ['ListProducts', ['dynamodb:Scan']],
    ['GetProduct', ['dynamodb:GetItem']],
    ['PlaceOrder', ['dynamodb:GetItem', 'dynamodb:PutItem']],
    ['ListMyOrders', ['dynamodb:Query']],
    ['GetMyOrder', ['dynamodb:GetItem']],
  ])('%s may do %j with the tables and nothing else', (name, actions) => {
    expect(tableActions(name)).toEqual(actions);
  });

  test('never name a table or an index with a star', () => {
    const stars = policiesOf('Functions').flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => !String(Action).startsWith('xray:'))
      .filter(({ Action, Resource }) => JSON.stringify([Action, Resource]).includes('*'));
    expect(stars).toEqual([]);
  });
});

function policiesOf(prefix: string) {
  return Object.entries(template.findResources('AWS::IAM::Policy')).filter(([logicalId]) => logicalId.startsWith(prefix)).map(([, policy]) => policy);
}

function tableActions(name: string): string[] {
  const statements = policiesOf(`Functions${name}`).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const actions: string[] = statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('dynamodb:'));
  return [...new Set(actions)].sort();
}

test('a customer chooses a strong password and no app keeps a secret', () => {
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true } },
  });
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    GenerateSecret: Match.absent(),
    PreventUserExistenceErrors: 'ENABLED',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
});

describe('what is said with context', () => {
  test('an address gets the alarms by e-mail', () => {
    Template.fromStack(newOrders({ alarmEmail: 'ops@shop.example' })).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email', Endpoint: 'ops@shop.example',
    });
  });

  test('the web shop may call from its origin, and the functions know', () => {
    const web = Template.fromStack(newOrders({ webOrigin: 'https://shop.example' }));
    web.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', ApiKeyRequired: false });
    web.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ CORS_ALLOW_ORIGINS: 'https://shop.example', ORDERS_TABLE: Match.anyValue() }) },
    });
  });

  test('a release reaches the function that shows it', () => {
    Template.fromStack(newOrders({ release: '2026-11' })).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ RELEASE: '2026-11' }) },
    });
  });
});

describe.each(FLAGS)('%s', (_name, app) => {
  test.each<[string, OrdersStackProps]>([
    ['as it is', {}],
    ['with everything', { alarmEmail: 'ops@shop.example', webOrigin: 'https://shop.example', keepData: false }],
  ])('cdk-nag finds nothing in the starter %s', (_variant, props) => {
    expect(nagFindings(newOrders(props, app))).toEqual([]);
  });

  test('the starter causes no warning', () => {
    expect(warningsOf(newOrders({}, app))).toEqual([]);
  });
});

function warningsOf(orders: OrdersStack): unknown[] {
  return Annotations.fromStack(orders).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data);
}

test('this is waived and nothing else', () => {
  const waived = Waiver.within(stack).flatMap(({ path, rules }) => rules.map((rule) => `${rule} at ${path}`));
  expect(waived).toMatchInlineSnapshot(`
[
  "AwsSolutions-COG2 at Orders/Customers/UserPool",
  "AwsSolutions-COG8 at Orders/Customers/UserPool",
  "AwsSolutions-IAM5[Resource::*] at Orders/Functions/ListProducts/Role",
  "Serverless-LambdaDLQ at Orders/Functions/ListProducts/Function",
  "AwsSolutions-IAM5[Resource::*] at Orders/Functions/GetProduct/Role",
  "Serverless-LambdaDLQ at Orders/Functions/GetProduct/Function",
  "AwsSolutions-IAM5[Resource::*] at Orders/Functions/PlaceOrder/Role",
  "Serverless-LambdaDLQ at Orders/Functions/PlaceOrder/Function",
  "AwsSolutions-IAM5[Resource::*] at Orders/Functions/ListMyOrders/Role",
  "Serverless-LambdaDLQ at Orders/Functions/ListMyOrders/Function",
  "AwsSolutions-IAM5[Resource::*] at Orders/Functions/GetMyOrder/Role",
  "Serverless-LambdaDLQ at Orders/Functions/GetMyOrder/Function",
  "AwsSolutions-APIG4 at Orders/OrdersApi/Default/Default/products/GET",
  "AwsSolutions-COG4 at Orders/OrdersApi/Default/Default/products/GET",
  "AwsSolutions-APIG4 at Orders/OrdersApi/Default/Default/products/{id}/GET",
  "AwsSolutions-COG4 at Orders/OrdersApi/Default/Default/products/{id}/GET",
  "AwsSolutions-IAM5[Resource::*] at Orders/OrdersApi/Canary/Provider/StartRole",
  "Serverless-LambdaDLQ at Orders/OrdersApi/Canary/Provider/Start",
  "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:apigateway:<AWS::Region>::/restapis/<OrdersApi48294D44>/deployments/*] at Orders/OrdersApi/Canary/Provider/Start/DateDeployments",
  "AwsSolutions-IAM5[Resource::*] at Orders/OrdersApi/Canary/Provider/TickRole",
  "Serverless-LambdaDLQ at Orders/OrdersApi/Canary/Provider/Tick",
  "AwsSolutions-IAM5[Resource::<OrdersApiCanaryProviderStartE5B789A0.Arn>:*] at Orders/OrdersApi/Canary/Provider/Framework",
  "AwsSolutions-IAM5[Resource::<OrdersApiCanaryProviderTick0507F4F5.Arn>:*] at Orders/OrdersApi/Canary/Provider/Framework",
  "AwsSolutions-IAM5[Resource::<OrdersApiCanaryProviderFrameworkProviderframeworkonEventB1F38AB0.Arn>:*] at Orders/OrdersApi/Canary/Provider/Framework",
  "AwsSolutions-IAM5[Resource::<OrdersApiCanaryProviderFrameworkProviderframeworkisComplete424A175E.Arn>:*] at Orders/OrdersApi/Canary/Provider/Framework",
  "AwsSolutions-IAM5[Resource::<OrdersApiCanaryProviderFrameworkProviderframeworkonTimeoutF5F817A6.Arn>:*] at Orders/OrdersApi/Canary/Provider/Framework",
  "Serverless-LambdaDLQ at Orders/OrdersApi/Canary/Provider/Framework/Provider",
  "Serverless-LambdaTracing at Orders/OrdersApi/Canary/Provider/Framework/Provider",
  "AwsSolutions-SF2 at Orders/OrdersApi/Canary/Provider/Framework/Provider",
  "Serverless-StepFunctionStateMachineXray at Orders/OrdersApi/Canary/Provider/Framework/Provider",
  "Serverless-LambdaDefaultMemorySize at Orders/OrdersApi/Canary/Provider/Framework/Provider",
  "AwsSolutions-IAM5[Resource::*] at Orders/OrdersApi/Canary/Provider/Framework/Provider",
  "Serverless-LambdaDLQ at Orders/ApiGatewayAccountLogging/Handler",
  "Serverless-LambdaTracing at Orders/ApiGatewayAccountLogging/Handler",
]
`);
});

/** The floor makes the snapshot; a newer aws-cdk-lib may render other details, which the laws above judge. */
const atTheFloor = process.env.GATEHOUSE_CDK === 'newest' ? test.skip : test;

atTheFloor('the template is the one that was reviewed', () => {
  expect(withoutHashes(template.toJSON())).toMatchSnapshot();
});

/** Asset hashes change with every release of the AWS SDK that is bundled, and with them the versions of the functions and the deployment. */
function withoutHashes(document: object): unknown {
  return JSON.parse(JSON.stringify(document).replaceAll(/[0-9a-f]{64}|(?<=CurrentVersion\w+|Deployment\w+)[0-9a-f]{32}/g, '<hash>'));
}
