import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Capture, Match, Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Waiver } from '../../lib/core/waiver';
import { ApiAccountLogging } from '../../lib/observability/api-account-logging';

const LOGGING = 'Custom::ApiGatewayAccountLogging';
const EU = { account: '111122223333', region: 'eu-west-1' };
const US = { account: '111122223333', region: 'us-east-1' };

describe('the resource', () => {
  test('it is told the fixed role and the AWS managed policy, whatever the partition', () => {
    const stack = new Stack(new App(), 'Stack', { env: EU });
    new ApiAccountLogging(stack, 'AccountLogging');

    Template.fromStack(stack).hasResourceProperties(LOGGING, {
      RoleArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/cdk-gatehouse-apigateway-logs']] },
      PolicyArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, Match.stringLikeRegexp('policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs$')]] },
      ServiceTimeout: '600',
    });
  });

  test('its function is small, current and logs for a month', () => {
    const stack = new Stack(new App(), 'Stack');
    new ApiAccountLogging(stack, 'AccountLogging');
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 256, Timeout: 300 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });

  test('its function may touch the account setting and one role, and pass that role to API Gateway only', () => {
    const stack = new Stack(new App(), 'Stack', { env: EU });
    new ApiAccountLogging(stack, 'AccountLogging');
    const statements = new Capture();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      Policies: [{ PolicyDocument: { Statement: statements } }],
    });

    const role = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/cdk-gatehouse-apigateway-logs']] };
    expect(JSON.stringify(statements.asArray())).not.toContain('*');
    expect(statements.asArray()).toEqual([
      expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
      expect.objectContaining({
        Action: ['apigateway:GET', 'apigateway:PATCH'],
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1::/account']] },
      }),
      expect.objectContaining({ Action: ['iam:GetRole', 'iam:CreateRole'], Resource: role }),
      expect.objectContaining({ Action: 'iam:AttachRolePolicy', Resource: role, Condition: { ArnEquals: { 'iam:PolicyARN': expect.anything() } } }),
      expect.objectContaining({
        Action: 'iam:PassRole',
        Resource: role,
        Condition: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
      }),
    ]);
  });

  test.each([['off', undefined], ['on', { ...recommended }]])('it passes AwsSolutions and Serverless checks with feature flags %s', (_, context) => {
    const app = new App({ context });
    new ApiAccountLogging(new Stack(app, 'Stack'), 'AccountLogging');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());

    expect(() => app.synth()).not.toThrow();
  });

  test('what it waives is written down, with exact rules', () => {
    const logging = new ApiAccountLogging(new Stack(new App(), 'Stack'), 'AccountLogging');
    expect(Waiver.within(logging).flatMap(({ rules }) => rules)).toEqual(['Serverless-LambdaDLQ', 'Serverless-LambdaTracing']);
  });
});

describe('ensure', () => {
  test('all APIs of a stack share one, nested stacks included', () => {
    const stack = new Stack(new App(), 'Stack');
    const nested = new NestedStack(stack, 'Nested');

    const one = ApiAccountLogging.ensure(nested);

    expect(ApiAccountLogging.ensure(stack)).toBe(one);
    expect(one.node.path).toBe('Stack/ApiGatewayAccountLogging');
    Template.fromStack(stack).resourceCountIs(LOGGING, 1);
  });

  test('one that was made by hand in the stack is the one', () => {
    const stack = new Stack(new App(), 'Stack');
    const made = new ApiAccountLogging(stack, 'AccountLogging');
    expect(ApiAccountLogging.ensure(stack)).toBe(made);
  });

  test('one that was made by hand in another stack of the environment covers every stack, which is then deployed after it', () => {
    const app = new App();
    const foundation = new Stack(app, 'Foundation', { env: EU });
    const made = new ApiAccountLogging(foundation, 'AccountLogging');
    const stack = new Stack(app, 'Orders', { env: EU });

    expect(ApiAccountLogging.ensure(new NestedStack(stack, 'Nested'))).toBe(made);
    expect(stack.dependencies).toEqual([foundation]);
    Template.fromStack(stack).resourceCountIs(LOGGING, 0);
  });

  test('stacks that do not know where they are deployed can share one made by hand', () => {
    const app = new App();
    const made = new ApiAccountLogging(new Stack(app, 'Foundation'), 'AccountLogging');
    expect(ApiAccountLogging.ensure(new Stack(app, 'Orders'))).toBe(made);
  });

  test('one of another region or another stage covers nothing', () => {
    const app = new App();
    const made = new ApiAccountLogging(new Stack(app, 'Foundation', { env: EU }), 'AccountLogging');
    const elsewhere = new Stack(app, 'Elsewhere', { env: US });
    const staged = new Stack(new Stage(app, 'Production'), 'Orders', { env: EU });

    for (const stack of [elsewhere, staged]) {
      expect(ApiAccountLogging.ensure(stack)).not.toBe(made);
      expect(stack.dependencies).toEqual([]);
    }
  });

  test('one that it made is not shared with other stacks: they stay deployable in any order', () => {
    const app = new App();
    const orders = new Stack(app, 'Orders', { env: EU });
    const users = new Stack(app, 'Users', { env: EU });

    expect(ApiAccountLogging.ensure(users)).not.toBe(ApiAccountLogging.ensure(orders));
    expect([...orders.dependencies, ...users.dependencies]).toEqual([]);
  });

  test('a stage can wait for it, from its own stack and from a nested one', () => {
    const stack = new Stack(new App(), 'Stack');
    const nested = new NestedStack(stack, 'Nested');
    for (const scope of [stack, nested]) {
      const api = new RestApi(scope, 'Api');
      api.root.addMethod('GET');
      api.deploymentStage.node.addDependency(ApiAccountLogging.ensure(scope));
    }

    const template = Template.fromStack(stack);
    const logging = Object.keys(template.findResources(LOGGING));
    template.hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.arrayWith(logging) });
    template.hasResource('AWS::CloudFormation::Stack', { DependsOn: Match.arrayWith(logging) });
  });
});
