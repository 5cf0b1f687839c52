import { CfnResource, Token } from 'aws-cdk-lib';
import { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { checkMappingValue } from './mapping-expression';
import { refuse } from '../core/refuse';

/**
 * What of a request becomes a message.
 *
 * A message of a WebSocket API has neither headers nor a path, so there expressions read `$request.body.name`, `$context.…` and
 * `$stageVariables.…`; what a message lacks is an empty text, and with it goes to the service, whose refusal the sender sees if the route replies.
 */
export interface SqsBackendOptions {
  /**
   * Whom or what a message is about: an expression such as `$request.header.Tenant`, or a fixed text.
   * A FIFO queue keeps messages of one group in order. A standard queue sees to it that no group holds up the others
   * (AWS: "Amazon SQS fair queues").
   *
   * A request of an HTTP API without what the expression reads is answered with 400.
   *
   * @default - none; a FIFO queue needs one
   */
  readonly messageGroupId?: string;

  /**
   * For FIFO queues without content-based deduplication: an expression that is the same for a repeated request,
   * such as `$request.header.Idempotency-Key`.
   *
   * @default - none
   */
  readonly deduplicationId?: string;
}

/**
 * What kind of event a request becomes. The body, a JSON object, is its detail.
 *
 * EventBridge answers 200 even if it takes the event for malformed: callers find that in `FailedEntryCount` of the answer.
 */
export interface EventBridgeBackendOptions {
  /** Who says it: `shop.orders`. */
  readonly source: string;

  /** What it says: `OrderPlaced`, or an expression such as `$request.path.type`. At most 128 characters (AWS: "PutEventsRequestEntry"). */
  readonly detailType: string;
}

/** How an execution is started. The body is its input. */
export interface StepFunctionsBackendOptions {
  /**
   * Wait for the end, and answer with the output. Express workflows only, and 30 s at most (AWS: "Maximum integration timeout" of HTTP APIs),
   * 29 s on a WebSocket API.
   *
   * Step Functions answers 200 even if the execution fails: callers find that in `status` of the answer.
   *
   * @default false
   */
  readonly wait?: boolean;
}

/** What of a request becomes a record. */
export interface KinesisBackendOptions {
  /**
   * What keeps records in order among themselves: an expression such as `$request.header.Device`, or a fixed text.
   *
   * @default - '$context.requestId' on an HTTP API, '$context.connectionId' on a WebSocket API
   */
  readonly partitionKey?: string;
}

/** AWS: "PutEventsRequestEntry", the length of a detail type. */
const MAX_DETAIL_TYPE = 128;

/** Refuse a FIFO queue without groups or without anything to tell repeated messages by, and what only FIFO queues know on others. */
export function checkQueue(queue: IQueue, { messageGroupId, deduplicationId }: SqsBackendOptions): void {
  checkExpression('MessageGroupId', messageGroupId);
  checkExpression('MessageDeduplicationId', deduplicationId);
  if (!queue.fifo) {
    if (deduplicationId !== undefined) refuse('deduplication-on-standard-queue', { queue: queue.node.path });
    return;
  }
  if (messageGroupId === undefined) refuse('fifo-queue-without-group', { queue: queue.node.path });
  if (deduplicationId === undefined && !deduplicatesByContent(queue)) refuse('fifo-queue-without-deduplication', { queue: queue.node.path });
}

/** Refuse a source EventBridge keeps for AWS, and empty names. */
export function checkEventBridge({ source, detailType }: EventBridgeBackendOptions): void {
  checkExpression('Source', source);
  checkExpression('DetailType', detailType);
  if (Token.isUnresolved(source) || Token.isUnresolved(detailType)) return;
  if (/^aws\./i.test(source)) refuse('event-source-reserved', { given: source });
  if (detailType.length > MAX_DETAIL_TYPE) refuse('event-detail-type-too-long', { given: detailType.length });
}

/** Refuse to wait for a workflow that may take a year. */
export function checkStateMachine(stateMachine: IStateMachine, { wait }: StepFunctionsBackendOptions): void {
  const { stateMachineType } = stateMachine as Partial<StateMachine>;
  if (!wait || stateMachineType === undefined || String(stateMachineType) === 'EXPRESS') return;
  refuse('wait-for-standard-workflow', { stateMachine: stateMachine.node.path });
}

/** Refuse a partition key that API Gateway cannot read. */
export function checkKinesis({ partitionKey }: KinesisBackendOptions): void {
  checkExpression('PartitionKey', partitionKey);
}

function checkExpression(parameter: string, value?: string): void {
  if (value !== undefined) checkMappingValue('request', parameter, value);
}

/** What is not made in this app gets the benefit of the doubt. */
function deduplicatesByContent({ node: { defaultChild: resource } }: IQueue): boolean {
  const known = resource && CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::SQS::Queue';
  return !known || Boolean((resource as CfnQueue).contentBasedDeduplication);
}
