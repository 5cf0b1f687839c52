import { Aws, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Queue, QueueProps } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Backend } from '../../lib/routes/backend';
import { checkKinesis } from '../../lib/routes/service-backend';
import { newStack } from '../helpers/apps';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

describe('a queue as backend', () => {
  const queue = (props: QueueProps = {}) => new Queue(stack, 'Orders', props);
  const FIFO = { fifo: true, contentBasedDeduplication: true };

  test('needs nothing said', () => {
    expect(() => Backend.sqs(queue())).not.toThrow();
  });

  test('that is a FIFO queue needs a group', () => {
    expect(() => Backend.sqs(queue(FIFO))).toThrow(/^fifo-queue-without-group: the FIFO queue Shop\/Orders .*messageGroupId: "\$request\.header\.Tenant"/);
    expect(() => Backend.sqs(Queue.fromQueueArn(stack, 'Other', 'arn:aws:sqs:eu-west-1:111122223333:orders.fifo'))).toThrow(/fifo-queue-without-group/);
  });

  test.each<[string, QueueProps, string | undefined]>([
    ['by content', FIFO, undefined],
    ['by the id of the message', { fifo: true }, '$request.header.Idempotency-Key'],
    ['by either', FIFO, '$request.header.Idempotency-Key'],
  ])('that is a FIFO queue may tell repeated messages %s', (_how, props, deduplicationId) => {
    expect(() => Backend.sqs(queue(props), { messageGroupId: '$request.path.shop', deduplicationId })).not.toThrow();
  });

  test.each([undefined, false])('that is a FIFO queue needs something to tell repeated messages by, and %s is nothing', (contentBasedDeduplication) => {
    expect(() => Backend.sqs(queue({ fifo: true, contentBasedDeduplication }), { messageGroupId: 'all' }))
      .toThrow(/^fifo-queue-without-deduplication: the FIFO queue Shop\/Orders /);
  });

  test('that is imported is believed to tell repeated messages', () => {
    const imported = Queue.fromQueueAttributes(stack, 'Other', { queueArn: `arn:aws:sqs:eu-west-1:111122223333:${Aws.STACK_NAME}`, fifo: true });
    expect(() => Backend.sqs(imported, { messageGroupId: 'all' })).not.toThrow();
  });

  test('that is a standard queue may have groups, which then get their fair share, but no deduplication', () => {
    expect(() => Backend.sqs(queue(), { messageGroupId: '$request.header.Tenant' })).not.toThrow();
    expect(() => Backend.sqs(new Queue(stack, 'Other'), { deduplicationId: '$request.header.Idempotency-Key' }))
      .toThrow(/^deduplication-on-standard-queue: the queue Shop\/Other is no FIFO queue/);
  });

  test.each(['', '$request.cookie.tenant', '$response.header.x'])('cannot read the group from "%s"', (messageGroupId) => {
    expect(() => Backend.sqs(queue(), { messageGroupId })).toThrow(/^mapping-value-malformed: .* the value of "MessageGroupId"/);
  });

  test('cannot read the deduplication id from what is not there', () => {
    expect(() => Backend.sqs(queue(FIFO), { messageGroupId: 'all', deduplicationId: '$request.id' })).toThrow(/mapping-value-malformed: .*"MessageDeduplicationId"/);
  });
});

describe('an event bus as backend', () => {
  const event = (source: string, detailType: string) => () => Backend.eventBridge(new EventBus(stack, 'Bus'), { source, detailType });

  test.each([
    ['shop.orders', 'OrderPlaced'],
    ['awsome', 'a'.repeat(128)],
    ['shop', '$request.path.type'],
    ['$stageVariables.source', '${context.stage}.${request.header.x-event}'],
    [Aws.STACK_NAME, Aws.REGION],
  ])('gets events from "%s" that say "%s"', (source, detailType) => {
    expect(event(source, detailType)).not.toThrow();
  });

  test.each(['aws.shop', 'aws.', 'AWS.shop'])('gets no events from "%s", which is for AWS', (source) => {
    expect(event(source, 'OrderPlaced')).toThrow(`event-source-reserved: events may not come from "${source}"`);
  });

  test.each([['', 'OrderPlaced', 'Source'], ['shop', '', 'DetailType'], ['shop', '$body.type', 'DetailType']])('gets no events from "%s" that say "%s"', (source, detailType, name) => {
    expect(event(source, detailType)).toThrow(new RegExp(`^mapping-value-malformed: .* the value of "${name}"`));
  });

  test('gets no events with long names', () => {
    expect(event('shop', 'a'.repeat(129))).toThrow(/^event-detail-type-too-long: a detail type has at most 128 characters, got 129/);
  });
});

describe('a state machine as backend', () => {
  const machine = (stateMachineType?: StateMachineType) => new StateMachine(stack, 'Fulfilment', {
    stateMachineType, definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
  });

  test.each([StateMachineType.EXPRESS, StateMachineType.STANDARD])('of the type %s can be started', (type) => {
    expect(() => Backend.stepFunctions(machine(type))).not.toThrow();
  });

  test('can be waited for if it is an express workflow', () => {
    expect(() => Backend.stepFunctions(machine(StateMachineType.EXPRESS), { wait: true })).not.toThrow();
    expect(() => Backend.stepFunctions(StateMachine.fromStateMachineName(stack, 'Other', 'other'), { wait: true })).not.toThrow();
  });

  test.each([StateMachineType.STANDARD, undefined])('cannot be waited for if it is of the type %s', (type) => {
    expect(() => Backend.stepFunctions(machine(type), { wait: true })).toThrow(/^wait-for-standard-workflow: the state machine Shop\/Fulfilment is no express workflow/);
  });
});

describe('a stream as backend', () => {
  test.each([undefined, 'all', '$request.header.Device', Aws.REGION])('keeps records in order by %s', (partitionKey) => {
    expect(() => checkKinesis({ partitionKey })).not.toThrow();
  });

  test.each(['', '$request.device'])('cannot keep records in order by "%s"', (partitionKey) => {
    expect(() => checkKinesis({ partitionKey })).toThrow(/^mapping-value-malformed: .* the value of "PartitionKey"/);
  });
});
