import { App, Aws, Environment, Stack } from 'aws-cdk-lib';
import { EventBus, IEventBus } from 'aws-cdk-lib/aws-events';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { answer, integration, resources, WebSocketApiOfRoutes } from './integrations-harness';
import { CONTEXT, formOf, Received, requestOf, templateOf } from './rendered';
import { checkMappingTemplate } from '../../lib/core/grammar';
import { Backend } from '../../lib/routes/backend';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const HEADER = 'integration.request.header.';
const EVENT = { source: 'shop.orders', detailType: 'OrderPlaced' };

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

const uri = (...rest: unknown[]): object =>
  ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ...rest]] });

/** Everything the template says besides what the service gets. */
const service = (headers: Record<string, string>): object => ({
  ApiId: expect.anything(),
  IntegrationType: 'AWS',
  IntegrationMethod: 'POST',
  PassthroughBehavior: 'NEVER',
  TemplateSelectionExpression: '\\$default',
  RequestTemplates: { $default: expect.anything() },
  RequestParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${HEADER}${name}`, `'${value}'`])),
});

describe.each(FLAGS)('%s', (_flags, props) => {
  let stack: Stack;
  let api: WebSocketApiOfRoutes;
  beforeEach(() => {
    stack = newStack(props);
    api = new WebSocketApiOfRoutes(stack);
  });

  test('a queue gets messages from a role that may send and nothing else', () => {
    api.add('send', Backend.sqs(new Queue(stack, 'Orders')));
    expect(integration(stack)).toEqual({
      ...service({ 'Content-Type': 'application/x-www-form-urlencoded' }),
      CredentialsArn: reference('ApiIntegrationsOrders[0-9a-f]{8}Role', 'Arn'),
      IntegrationUri: uri(':sqs:path/', { Ref: 'AWS::AccountId' }, '/', reference('Orders', 'QueueName')),
    });
    expect(permissions(stack)).toEqual([{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: reference('Orders', 'Arn') }]);
  });

  test('an encrypted queue lets the role encrypt', () => {
    const encryptionMasterKey = new Key(stack, 'Key');
    api.add('send', Backend.sqs(new Queue(stack, 'Orders', { encryption: QueueEncryption.KMS, encryptionMasterKey })));
    expect(permissions(stack)).toContainEqual({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: reference('Key', 'Arn') });
  });

  test('an event bus gets messages from a role that may put events on it', () => {
    api.add('send', Backend.eventBridge(new EventBus(stack, 'Bus'), EVENT));
    expect(integration(stack)).toEqual({
      ...service({ 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' }),
      CredentialsArn: reference('ApiIntegrationsBus[0-9a-f]{8}Role', 'Arn'),
      IntegrationUri: uri(':events:action/PutEvents'),
    });
    expect(permissions(stack)).toEqual([expect.objectContaining({ Effect: 'Allow', Action: 'events:PutEvents', Resource: reference('Bus', 'Arn') })]);
  });

  test.each([
    [false, 'StartExecution'],
    [true, 'StartSyncExecution'],
  ])('a state machine, with wait %s, is called with %s by a role that may do that', (wait, action) => {
    api.add('send', Backend.stepFunctions(stateMachine(stack, StateMachineType.EXPRESS), { wait }));
    expect(integration(stack)).toMatchObject({
      ...service({ 'Content-Type': 'application/x-amz-json-1.0' }), IntegrationUri: uri(`:states:action/${action}`),
    });
    expect(permissions(stack)).toEqual([{ Effect: 'Allow', Action: `states:${action}`, Resource: reference('Fulfilment') }]);
  });

  test('a stream gets messages from a role that may put records', () => {
    api.add('send', Backend.kinesis(new Stream(stack, 'Clicks', { encryption: StreamEncryption.UNENCRYPTED })));
    expect(integration(stack)).toMatchObject({
      ...service({ 'Content-Type': 'application/x-amz-json-1.1' }), IntegrationUri: uri(':kinesis:action/PutRecord'),
    });
    expect(permissions(stack)).toEqual([{ Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: reference('Clicks', 'Arn') }]);
  });

  test('an encrypted stream lets the role encrypt', () => {
    const stream = new Stream(stack, 'Clicks', { encryption: StreamEncryption.KMS, encryptionKey: new Key(stack, 'Key') });
    api.add('send', Backend.kinesis(stream));
    expect(permissions(stack)).toContainEqual({ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: reference('Key', 'Arn') });
  });

  test('the roles and integrations of all of them pass review', () => {
    backends(stack).forEach((backend, index) => api.add(`a${index}`, backend));
    expect(nagFindings(stack).filter((finding) => finding.includes('/Api/Integrations/'))).toEqual([]);
  });
});

/** The signs that mean something to forms, JSON and Velocity. */
const SIGNS = ['&', '=', '%', '+', '"', "'", '\\', '/', '$', '#', '{', '}', '!', '\n', '#set($message = ', '${q}', '$context.connectionId'];
const anything = oneof(string({ unit: 'grapheme' }), string({ unit: 'binary' }), array(constantFrom(...SIGNS)).map((signs) => signs.join('')));

/** One of each kind. */
function backends(stack: Stack): Backend[] {
  return [
    Backend.sqs(new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS })),
    Backend.eventBridge(new EventBus(stack, 'Bus'), EVENT),
    Backend.stepFunctions(stateMachine(stack, StateMachineType.STANDARD)),
    Backend.kinesis(new Stream(stack, 'Stream', { encryption: StreamEncryption.KMS })),
  ];
}

describe('what a service gets', () => {
  let stack: Stack;
  let api: WebSocketApiOfRoutes;
  beforeEach(() => {
    stack = newStack();
    api = new WebSocketApiOfRoutes(stack);
  });

  test('a queue: the message, and the id of the connection as an attribute', () => {
    api.add('send', Backend.sqs(new Queue(stack, 'Orders')));
    expect(formOf(stack, { body: '{"action":"send"}' })).toEqual({
      'Action': 'SendMessage',
      'MessageBody': '{"action":"send"}',
      'MessageAttribute.1.Name': 'connectionId',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'AbC1d=',
    });
  });

  test('a FIFO queue: the group and the deduplication id too', () => {
    api.add('send', Backend.sqs(new Queue(stack, 'Orders', { fifo: true }), {
      messageGroupId: 'user-${context.authorizer.user}', deduplicationId: '$request.body.id',
    }));
    expect(formOf(stack, { body: '{"id":"a&b=c"}' })).toMatchObject({ MessageGroupId: 'user-maja', MessageDeduplicationId: 'a&b=c' });
  });

  test('an event bus: an event about the connection, with the message as its detail', () => {
    api.add('send', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop.orders', detailType: '$request.body.type' }));
    expect(JSON.parse(requestOf(stack, { body: '{"type":"Order \\"Placed\\""}' }))).toEqual({
      Entries: [{
        EventBusName: '<GetAtt>', Source: 'shop.orders', DetailType: 'Order "Placed"', Detail: '{"type":"Order \\"Placed\\""}', Resources: ['AbC1d='],
      }],
    });
  });

  test('a state machine: the id of the connection and the message', () => {
    api.add('send', Backend.stepFunctions(stateMachine(stack, StateMachineType.STANDARD)));
    const { input, stateMachineArn } = JSON.parse(requestOf(stack, { body: '{"it\'s":"a \\"quote\\""}' }));
    expect(stateMachineArn).toBe('<Ref>');
    expect(JSON.parse(input)).toEqual({ connectionId: 'AbC1d=', body: '{"it\'s":"a \\"quote\\""}' });
  });

  test('a stream: the message in Base64, in the order of its connection', () => {
    api.add('send', Backend.kinesis(new Stream(stack, 'Clicks')));
    const { StreamName, Data, PartitionKey } = JSON.parse(requestOf(stack, { body: '{"a":1}' }));
    expect([StreamName, Buffer.from(Data, 'base64').toString(), PartitionKey]).toEqual(['<Ref>', '{"a":1}', 'AbC1d=']);
  });

  test.each(['$connect', '$disconnect'])('of %s, where there is no message, it is what happened to which connection', (key) => {
    api.add(key, Backend.sqs(new Queue(stack, 'Orders')));
    const { MessageBody } = formOf(stack, { context: { ...CONTEXT, eventType: 'CONNECT' } });
    expect(JSON.parse(MessageBody)).toEqual({ eventType: 'CONNECT', connectionId: 'AbC1d=', connectedAt: 1767225600000 });
  });

  test('of a connection: a state machine has it as its input', () => {
    api.add('$connect', Backend.stepFunctions(stateMachine(stack, StateMachineType.STANDARD)));
    const { input } = JSON.parse(requestOf(stack, { context: { ...CONTEXT, eventType: 'CONNECT' } }));
    expect(JSON.parse(input)).toEqual({ eventType: 'CONNECT', connectionId: 'AbC1d=', connectedAt: 1767225600000 });
  });


  test.each<[string, (stack: Stack) => Backend, (request: string) => unknown]>([
    ['a queue', (scope) => Backend.sqs(new Queue(scope, 'A')), (request) => new URLSearchParams(request).get('MessageBody')],
    ['an event bus', (scope) => Backend.eventBridge(new EventBus(scope, 'A'), EVENT), (request) => JSON.parse(request).Entries[0].Detail],
    ['a state machine', (scope) => Backend.stepFunctions(stateMachine(scope, StateMachineType.STANDARD)), (request) => JSON.parse(JSON.parse(request).input).body],
    ['a stream', (scope) => Backend.kinesis(new Stream(scope, 'A')), (request) => Buffer.from(JSON.parse(request).Data, 'base64').toString()],
  ])('%s: every message as it was sent, and no more than that', (_name, backendOf, messageOf) => {
    api.add('send', backendOf(stack));
    assert(property(anything, (body) => {
      const known = Buffer.from(body).toString();
      expect(messageOf(requestOf(stack, { body: known }))).toBe(known);
    }), { numRuns: 60 });
  });

  test.each(['send', '$connect'])('of %s is written by templates that Velocity can read', (key) => {
    const templates = backends(stack).map((_backend, index) => {
      const one = newStack();
      new WebSocketApiOfRoutes(one).add(key, backends(one)[index]);
      return templateOf(one);
    });
    expect(templates.flatMap(checkMappingTemplate)).toEqual([]);
    expect(templates).toHaveLength(4);
  });
});

describe('an expression of a backend', () => {
  const detailTypeOf = (detailType: string, received: Received = {}): string => {
    const stack = newStack();
    new WebSocketApiOfRoutes(stack).add('send', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop', detailType }));
    return JSON.parse(requestOf(stack, received)).Entries[0].DetailType;
  };

  test.each([
    ['Order "Placed" for 5 $ #1', 'Order "Placed" for 5 $ #1'],
    ['$context.eventType', 'MESSAGE'],
    ['a-${context.eventType}-${context.authorizer.user}', 'a-MESSAGE-maja'],
    ['$stageVariables.tenant', 'books'],
    ['$request.body.type', 'Placed'],
    ['$request.body.items[0].id', '7'],
    ['$request.body.missing', ''],
    ['$request.body', '{"type":"Placed","items":[{"id":7}]}'],
  ])('"%s" is worth <%s>', (expression, expected) => {
    expect(detailTypeOf(expression, { body: '{"type":"Placed","items":[{"id":7}]}', stageVariables: { tenant: 'books' } })).toBe(expected);
  });

  test('may have parts that are only known at deployment', () => {
    expect(detailTypeOf(`${Aws.STACK_NAME}-\${context.eventType}-"x"`)).toBe('<Ref>-MESSAGE-"x"');
    const stack = newStack();
    new WebSocketApiOfRoutes(stack).add('send', Backend.sqs(new Queue(stack, 'Orders'), { messageGroupId: Aws.STACK_NAME }));
    expect(formOf(stack, {}).MessageGroupId).toBe('<Ref>');
  });

  test('is worth the same in a form', () => {
    assert(property(anything, (value) => {
      const stack = newStack();
      new WebSocketApiOfRoutes(stack).add('send', Backend.sqs(new Queue(stack, 'Orders'), { messageGroupId: '$request.body.group' }));
      const group = Buffer.from(value).toString();
      expect(formOf(stack, { body: JSON.stringify({ group }) }).MessageGroupId).toBe(group);
    }), { numRuns: 20 });
  });

  test.each([
    ['send', '$request.header.Tenant', /messages have neither headers nor a path/],
    ['send', '$request.path', /messages have neither headers nor a path/],
    ['send', "$request.body['a']", /messages have neither headers nor a path/],
    ['$connect', '$request.body.tenant', /there is no message/],
  ])('of %s is refused when it reads "%s"', (key, messageGroupId, why) => {
    const stack = newStack();
    const api = new WebSocketApiOfRoutes(stack);
    const backend = Backend.sqs(new Queue(stack, 'Orders'), { messageGroupId });
    expect(() => api.check(key, backend)).toThrow(/^websocket-expression-unreadable: /);
    expect(() => api.check(key, backend)).toThrow(why);
  });
});

describe('an integration with a service', () => {
  let stack: Stack;
  let api: WebSocketApiOfRoutes;
  beforeEach(() => {
    stack = newStack();
    api = new WebSocketApiOfRoutes(stack);
  });

  test('has a role that API Gateway takes and nobody else', () => {
    api.add('send', Backend.sqs(new Queue(stack, 'Orders')));
    expect(Object.values(resources(stack, 'AWS::IAM::Role'))).toEqual([{
      AssumeRolePolicyDocument: {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } }],
      },
    }]);
  });

  test('has an integration response that passes on whatever the service says', () => {
    api.add('send', Backend.sqs(new Queue(stack, 'Orders')));
    expect(answer(stack)).toEqual({ ApiId: expect.anything(), IntegrationId: reference('ApiIntegrationsOrders'), IntegrationResponseKey: '$default' });
  });

  test('is shared by the routes of messages, and by those of connections', () => {
    const backend = Backend.sqs(new Queue(stack, 'Orders'));
    ['send', '$default', '$connect', '$disconnect'].forEach((key) => api.add(key, backend));
    expect(Object.keys(resources(stack, 'AWS::ApiGatewayV2::Integration'))).toHaveLength(2);
  });

  test('is another one for other options of the same backend', () => {
    const queue = new Queue(stack, 'Orders', { fifo: true, contentBasedDeduplication: true });
    const bus = new EventBus(stack, 'Bus');
    const stream = new Stream(stack, 'Stream');
    const others = [
      Backend.sqs(queue, { messageGroupId: 'a' }),
      Backend.sqs(queue, { messageGroupId: 'b' }),
      Backend.sqs(queue, { messageGroupId: 'b', deduplicationId: 'c' }),
      Backend.eventBridge(bus, { source: 'shop', detailType: 'a' }),
      Backend.eventBridge(bus, { source: 'shop', detailType: 'b' }),
      Backend.kinesis(stream),
      Backend.kinesis(stream, { partitionKey: '$context.authorizer.user' }),
    ];
    others.forEach((backend, index) => api.add(`a${index}`, backend));
    expect(Object.keys(resources(stack, 'AWS::ApiGatewayV2::Integration'))).toHaveLength(others.length);
  });
});

describe('a service of another Region', () => {
  const ARN = 'arn:aws:events:us-east-1:111122223333:event-bus/shop';

  function uriIn(env: Environment | undefined, busOf: (stack: Stack) => IEventBus): unknown {
    const stack = new Stack(new App(), 'Shop', { env });
    new WebSocketApiOfRoutes(stack).add('send', Backend.eventBridge(busOf(stack), EVENT));
    return integration(stack).IntegrationUri;
  }

  const imported = (stack: Stack): IEventBus => EventBus.fromEventBusArn(stack, 'Bus', ARN);

  test('is looked for there', () => {
    const there = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:us-east-1:events:action/PutEvents']] };
    expect(uriIn({ account: '111122223333', region: 'eu-west-1' }, imported)).toEqual(there);
    expect(uriIn(undefined, imported)).toEqual(there);
  });

  test('is told from one of the same Region', () => {
    expect(uriIn(undefined, (stack) => new EventBus(stack, 'Bus'))).toEqual(uri(':events:action/PutEvents'));
  });
});
