import { App, Aws, Duration, Environment, Stack } from 'aws-cdk-lib';
import { EventBus, IEventBus } from 'aws-cdk-lib/aws-events';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { HttpApiOfRoutes, integration, resources } from './integrations-harness';
import { Backend } from '../../lib/routes/backend';
import { HttpParameterMapping } from '../../lib/routes/parameter-mapping';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

/** What the roles of integrations may do, statement by statement. */
function permissions(stack: Stack): unknown[] {
  return Object.entries(resources(stack, 'AWS::IAM::Policy')).filter(([id]) => id.startsWith('ApiIntegrations'))
    .flatMap(([, { PolicyDocument }]) => (PolicyDocument as { Statement: unknown[] }).Statement);
}

function stateMachine(stack: Stack, stateMachineType: StateMachineType): StateMachine {
  return new StateMachine(stack, 'Fulfilment', { stateMachineType, definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')) });
}

const reference = (id: string, attribute?: string): object => attribute
  ? { 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${id}`)), attribute] }
  : { Ref: expect.stringMatching(new RegExp(`^${id}`)) };

describe.each(FLAGS)('%s', (_flags, props) => {
  let stack: Stack;
  let api: HttpApiOfRoutes;
  beforeEach(() => {
    stack = newStack(props);
    api = new HttpApiOfRoutes(stack);
  });

  test('a queue gets the body as a message, from a role that may send and nothing else', () => {
    api.add('POST /orders', Backend.sqs(new Queue(stack, 'Orders')));
    expect(integration(stack)).toEqual({
      ApiId: expect.anything(),
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype: 'SQS-SendMessage',
      PayloadFormatVersion: '1.0',
      CredentialsArn: reference('ApiIntegrationsOrders[0-9a-f]{8}Role', 'Arn'),
      RequestParameters: { QueueUrl: reference('Orders'), MessageBody: '$request.body' },
    });
    expect(permissions(stack)).toEqual([{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: reference('Orders', 'Arn') }]);
  });

  test('an encrypted queue lets the role encrypt', () => {
    const encryptionMasterKey = new Key(stack, 'Key');
    api.add('POST /orders', Backend.sqs(new Queue(stack, 'Orders', { encryption: QueueEncryption.KMS, encryptionMasterKey })));
    expect(permissions(stack)).toEqual([
      expect.objectContaining({ Action: 'sqs:SendMessage' }),
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: reference('Key', 'Arn') },
    ]);
  });

  test('an event bus gets the body as the detail of an event, from a role that may put events on it', () => {
    api.add('POST /orders', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop.orders', detailType: '$request.header.x-event' }));
    expect(integration(stack)).toMatchObject({
      IntegrationSubtype: 'EventBridge-PutEvents',
      PayloadFormatVersion: '1.0',
      RequestParameters: {
        EventBusName: reference('Bus', 'Arn'), Source: 'shop.orders', DetailType: '$request.header.x-event', Detail: '$request.body',
      },
    });
    expect(permissions(stack)).toEqual([expect.objectContaining({ Effect: 'Allow', Action: 'events:PutEvents', Resource: reference('Bus', 'Arn') })]);
  });

  test.each([
    [false, 'StepFunctions-StartExecution', 'states:StartExecution'],
    [true, 'StepFunctions-StartSyncExecution', 'states:StartSyncExecution'],
  ])('a state machine gets the body as input; with wait %s it is %s, and the role may do that', (wait, subtype, action) => {
    api.add('POST /orders', Backend.stepFunctions(stateMachine(stack, StateMachineType.EXPRESS), { wait }));
    expect(integration(stack)).toMatchObject({
      IntegrationSubtype: subtype, PayloadFormatVersion: '1.0', RequestParameters: { StateMachineArn: reference('Fulfilment'), Input: '$request.body' },
    });
    expect(permissions(stack)).toEqual([{ Effect: 'Allow', Action: action, Resource: reference('Fulfilment') }]);
  });

  test('a stream gets the body as a record, from a role that may put records', () => {
    api.add('POST /orders', Backend.kinesis(new Stream(stack, 'Clicks', { encryption: StreamEncryption.UNENCRYPTED })));
    expect(integration(stack)).toMatchObject({
      IntegrationSubtype: 'Kinesis-PutRecord',
      PayloadFormatVersion: '1.0',
      RequestParameters: { StreamName: reference('Clicks'), Data: '$request.body', PartitionKey: '$context.requestId' },
    });
    expect(permissions(stack)).toEqual([{ Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: reference('Clicks', 'Arn') }]);
  });

  test('an encrypted stream lets the role encrypt', () => {
    const stream = new Stream(stack, 'Clicks', { encryption: StreamEncryption.KMS, encryptionKey: new Key(stack, 'Key') });
    api.add('POST /orders', Backend.kinesis(stream));
    expect(permissions(stack)).toContainEqual({ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: reference('Key', 'Arn') });
  });

  test('all of them pass review', () => {
    addEveryService(stack, api);
    const findings = nagFindings(stack);
    // The function is not ours and shows that somebody looked.
    expect(findings).toContainEqual(expect.stringMatching(/^AwsSolutions-IAM4.* at Shop\/Handler\//));
    expect(findings.filter((finding) => finding.includes('/Api/'))).toEqual([]);
  });
});

function addEveryService(stack: Stack, api: HttpApiOfRoutes): void {
  api.add('GET /orders', Backend.lambda(newFunction(stack)));
  api.add('GET /legacy', Backend.http('https://legacy.example.com'));
  api.add('POST /a', Backend.sqs(new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS })));
  api.add('POST /b', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop.orders', detailType: 'OrderPlaced' }));
  const machine = stateMachine(stack, StateMachineType.EXPRESS);
  api.add('POST /c', Backend.stepFunctions(machine));
  api.add('POST /d', Backend.stepFunctions(machine, { wait: true }));
  api.add('POST /e', Backend.kinesis(new Stream(stack, 'Stream', { encryption: StreamEncryption.KMS })));
}

describe('an integration with a service', () => {
  let stack: Stack;
  let api: HttpApiOfRoutes;
  beforeEach(() => {
    stack = newStack();
    api = new HttpApiOfRoutes(stack);
  });

  test('has a role that API Gateway takes and nobody else', () => {
    api.add('POST /orders', Backend.sqs(new Queue(stack, 'Orders')));
    expect(Object.values(resources(stack, 'AWS::IAM::Role'))).toEqual([{
      AssumeRolePolicyDocument: {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } }],
      },
    }]);
  });

  test('and its role are shared by the routes that lead there', () => {
    const backend = Backend.sqs(new Queue(stack, 'Orders'));
    ['POST /orders', 'PUT /orders'].forEach((routeKey) => api.add(routeKey, backend));
    expect(Object.keys(resources(stack, 'AWS::ApiGatewayV2::Integration'))).toHaveLength(1);
    expect(Object.keys(resources(stack, 'AWS::IAM::Role'))).toHaveLength(1);
  });

  test('is told the group and the deduplication id of messages for a FIFO queue', () => {
    api.add('POST /orders', Backend.sqs(new Queue(stack, 'Orders', { fifo: true }), {
      messageGroupId: '$request.header.Tenant', deduplicationId: '$request.header.Idempotency-Key',
    }));
    expect(integration(stack)).toMatchObject({
      RequestParameters: { MessageGroupId: '$request.header.Tenant', MessageDeduplicationId: '$request.header.Idempotency-Key' },
    });
  });

  test('is another one for other options of the same backend', () => {
    const queue = new Queue(stack, 'Orders', { fifo: true, contentBasedDeduplication: true });
    const bus = new EventBus(stack, 'Bus');
    const stream = new Stream(stack, 'Stream');
    const backends = [
      Backend.sqs(queue, { messageGroupId: 'a' }),
      Backend.sqs(queue, { messageGroupId: 'b' }),
      Backend.sqs(queue, { messageGroupId: 'b', deduplicationId: 'c' }),
      Backend.eventBridge(bus, { source: 'shop', detailType: 'a' }),
      Backend.eventBridge(bus, { source: 'shop', detailType: 'b' }),
      Backend.kinesis(stream),
      Backend.kinesis(stream, { partitionKey: '$request.header.Device' }),
    ];
    backends.forEach((backend, index) => api.add(`POST /${index}`, backend));
    expect(Object.keys(resources(stack, 'AWS::ApiGatewayV2::Integration'))).toHaveLength(backends.length);
  });

  test('may have a timeout and change answers, but no requests', () => {
    const backend = Backend.sqs(new Queue(stack, 'Orders'));
    const answers = { 200: { 'overwrite:statuscode': '202' } };
    api.add('POST /orders', backend, { timeout: Duration.seconds(5), mapping: HttpParameterMapping.of({ responses: answers }) });
    expect(integration(stack)).toMatchObject({
      TimeoutInMillis: 5000, ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '202' }] } },
    });
    const mapping = HttpParameterMapping.of({ request: { 'append:header.x': '1' } });
    expect(() => api.check('PUT /orders', backend, { mapping })).toThrow(/^mapping-on-service-backend: the route "PUT \/orders" /);
  });

  test('with a partition key API Gateway cannot read is refused', () => {
    const backend = () => Backend.kinesis(new Stream(stack, 'Stream'), { partitionKey: '$request.cookie.device' });
    expect(backend).toThrow(/^mapping-value-malformed: .*"\$request.cookie.device", the value of "PartitionKey"/);
  });

  test('is told of what is decided at deployment', () => {
    api.add('POST /orders', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: Aws.STACK_NAME, detailType: Aws.REGION }));
    expect(integration(stack)).toMatchObject({ RequestParameters: { Source: { Ref: 'AWS::StackName' }, DetailType: { Ref: 'AWS::Region' } } });
  });
});

describe('a service of another Region', () => {
  const ARN = 'arn:aws:events:us-east-1:111122223333:event-bus/shop';
  const EVENT = { source: 'shop', detailType: 'a' };

  function parameters(env: Environment | undefined, busOf: (stack: Stack) => IEventBus): unknown {
    const stack = new Stack(new App(), 'Shop', { env });
    new HttpApiOfRoutes(stack).add('POST /orders', Backend.eventBridge(busOf(stack), EVENT));
    return integration(stack).RequestParameters;
  }

  const imported = (stack: Stack): IEventBus => EventBus.fromEventBusArn(stack, 'Bus', ARN);

  test('is looked for there', () => {
    expect(parameters({ account: '111122223333', region: 'eu-west-1' }, imported)).toMatchObject({ Region: 'us-east-1', EventBusName: ARN });
    expect(parameters(undefined, imported)).toMatchObject({ Region: 'us-east-1' });
  });

  test('is told from one of the same Region', () => {
    expect(parameters({ account: '111122223333', region: 'us-east-1' }, imported)).not.toHaveProperty('Region');
    expect(parameters(undefined, (stack) => new EventBus(stack, 'Bus'))).not.toHaveProperty('Region');
  });
});
