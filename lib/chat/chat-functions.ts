import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CHAT_ENVIRONMENT as ENV, MESSAGE_PREFIX } from './chat-contract';
import { ChatDecisions, limitsOf } from './chat-decisions';
import { grantKey } from './chat-key';
import { ChatQueues } from './chat-queues';
import { allowPattern, BundledFunction, makeBundledFunction } from '../core/bundled-function';
import { Waiver } from '../core/waiver';
import type { SecureWebSocketApi } from '../websocket/secure-websocket-api';

/** Long enough for a task of 1,500 posts at a tenth of the pace. */
export const DELIVERY_TIMEOUT = Duration.seconds(60);
/** A message that was not stored after this never is: a client that tries again after ten seconds starts a new one. */
const ACTION_TIMEOUT = Duration.seconds(5);

/** Forget a connection, and take a turn to tell presence. */
const FORGET = ['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];
/** Find out who is there, and forget who is not. */
const DELIVER = ['dynamodb:GetItem', ...FORGET];
/** Take messages out of a queue, or give them back. */
const EMPTY_QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];
/** Records of a stream whose shard and numbers are known. */
const READ_AGAIN = ['dynamodb:GetShardIterator', 'dynamodb:GetRecords'];
const ACT = [...DELIVER, 'dynamodb:PutItem', 'dynamodb:DeleteItem'];

export interface ChatFunctionsProps extends ChatDecisions {
  readonly table: Table;
  readonly queues: ChatQueues;
}

/** The five functions of a chat, each with what it needs and no more. */
export class ChatFunctions extends Construct {
  /** Deletes what is known of a connection that is closed. */
  public readonly disconnect: LambdaFunction;
  private readonly props: ChatFunctionsProps;

  constructor(scope: Construct, id: string, props: ChatFunctionsProps) {
    super(scope, id);
    this.props = props;
    this.disconnect = this.make('Disconnect', {
      asset: 'chat/disconnect',
      description: 'Forgets connections that were closed',
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: this.environment(ENV.table, ENV.tasks, ENV.presence),
      statements: [this.table(...FORGET), this.send()],
      whenItFails: 'API Gateway calls it when it can: rows it leaves behind are swept when a post finds nobody, and end by themselves',
    });
  }

  /** Answers the frames of clients. */
  public makeActions(api: SecureWebSocketApi): LambdaFunction {
    const { moderation: { _hook: hook } } = this.props;
    const common = this.environment(ENV.table, ENV.tasks, ENV.presence, ENV.limits, ENV.metricsNamespace, ENV.metricsApi);
    const actions = this.make('Actions', {
      asset: 'chat/actions',
      description: 'Answers the frames of the clients of a chat',
      memorySize: 512,
      timeout: ACTION_TIMEOUT,
      environment: { ...common, ...callback(api), ...this.moderator() },
      statements: [this.table(...ACT), this.send()],
      whenItFails: 'The client waits for its answer: what failed was not acknowledged, and the client sends it again',
    });
    allowCallbacks(actions, api, 'POST', 'DELETE');
    hook?.moderator.grantInvoke(actions);
    return actions;
  }

  /** Reads the stream: small rooms are served at once, big ones become tasks. */
  public makeDispatcher(api: SecureWebSocketApi): LambdaFunction {
    const dispatcher = this.make('Dispatcher', {
      asset: 'chat/dispatcher',
      description: 'Hands stored messages to small rooms, and makes tasks of big ones',
      memorySize: 1024,
      timeout: DELIVERY_TIMEOUT,
      environment: this.deliveryEnvironment(api),
      statements: [this.table(...DELIVER), this.send()],
      whenItFails: 'The stream is read again after a failure, and what fails for good goes to a queue that an alarm watches',
    });
    allowCallbacks(dispatcher, api, 'POST');
    this.readStream(dispatcher);
    waiveListing(dispatcher);
    return dispatcher;
  }

  /** Carries tasks out, at the pace that was decided. */
  public makeDeliverer(api: SecureWebSocketApi): LambdaFunction {
    const deliverer = this.make('Deliverer', {
      asset: 'chat/deliverer',
      description: 'Posts messages to connections, at a pace',
      memorySize: 1024,
      timeout: DELIVERY_TIMEOUT,
      environment: this.deliveryEnvironment(api),
      statements: [this.table(...DELIVER), this.send()],
      whenItFails: 'Its queue tries again, and has a dead-letter queue that an alarm watches',
    });
    allowCallbacks(deliverer, api, 'POST', 'DELETE');
    this.takeTasks(deliverer);
    return deliverer;
  }

  /** Puts what could not be delivered back to work: an operator calls it. */
  public makeReplay(api: SecureWebSocketApi): LambdaFunction {
    const { table, queues } = this.props;
    const replay = this.make('Replay', {
      asset: 'chat/replay',
      description: 'Puts dead letters of a chat back to work',
      memorySize: 1024,
      timeout: Duration.minutes(5),
      environment: { ...this.deliveryEnvironment(api), ...this.environment(ENV.deadLetters) },
      statements: [this.table(...DELIVER), this.send()],
      whenItFails: 'An operator calls it and reads its answer: what it did not finish is still in its queue',
    });
    allowCallbacks(replay, api, 'POST');
    queues.deadLetters.grant(replay, ...EMPTY_QUEUE);
    table.grantStream(replay, ...READ_AGAIN);
    return replay;
  }

  private readStream(dispatcher: LambdaFunction): void {
    const { table, queues: { deadLetters } } = this.props;
    table.grantStreamRead(dispatcher);
    deadLetters.grant(dispatcher, 'sqs:SendMessage');
    new EventSourceMapping(this, 'Stream', {
      target: dispatcher,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 1, // the pace counts one dispatcher for each shard
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 3,
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
      filters: [FilterCriteria.filter({
        eventName: FilterRule.or('INSERT', 'MODIFY'),
        dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(MESSAGE_PREFIX) } } },
      })],
    });
  }

  private takeTasks(deliverer: LambdaFunction): void {
    const { queues: { tasks }, delivery } = this.props;
    tasks.grantConsumeMessages(deliverer);
    const mapping = new EventSourceMapping(this, 'Tasks', {
      target: deliverer,
      eventSourceArn: tasks.queueArn,
      batchSize: 2, // a task is a second of work; while one waits for a slow client the other posts
      maxConcurrency: delivery._deliverers,
      reportBatchItemFailures: true,
    });
    Waiver.record(mapping, {
      control: 'failure destination of the tasks',
      reason: 'What fails goes back to its queue, which puts it aside after a few tries: queues have no other destination',
      rules: ['Serverless-LambdaEventSourceMappingDestination'],
    });
  }

  private make(id: string, bundled: BundledFunction): LambdaFunction {
    const made = makeBundledFunction(this, id, bundled);
    grantKey(this.props.encryptionKey, made);
    return made;
  }

  private deliveryEnvironment(api: SecureWebSocketApi): { [name: string]: string } {
    const common = this.environment(ENV.table, ENV.tasks, ENV.presence, ENV.postsPerSecond, ENV.metricsNamespace, ENV.metricsApi);
    return { ...common, ...callback(api) };
  }

  private environment(...names: string[]): { [name: string]: string } {
    const { table, queues, presence, delivery, metrics } = this.props;
    const all: { [name: string]: string } = {
      [ENV.table]: table.tableName,
      [ENV.tasks]: queues.tasks.queueUrl,
      [ENV.deadLetters]: queues.deadLetters.queueUrl,
      [ENV.limits]: limitsOf(this.props),
      [ENV.presence]: presence._mode,
      [ENV.postsPerSecond]: String(delivery._postsPerFunction),
      [ENV.metricsNamespace]: metrics.namespace,
      [ENV.metricsApi]: metrics.apiName,
    };
    return Object.fromEntries(names.map((name) => [name, all[name]]));
  }

  private moderator(): { [name: string]: string } {
    const { _hook: hook } = this.props.moderation;
    return hook ? { [ENV.moderator]: hook.moderator.functionArn, [ENV.moderationFailure]: hook.failure } : {};
  }

  private table(...actions: string[]): PolicyStatement {
    return new PolicyStatement({ actions, resources: [this.props.table.tableArn] });
  }

  private send(): PolicyStatement {
    return new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.props.queues.tasks.queueArn] });
  }
}

function callback(api: SecureWebSocketApi): { [name: string]: string } {
  return { [ENV.callbackUrl]: api.callbackUrl };
}

/** To post to connections, and to close them. */
function allowCallbacks(made: LambdaFunction, api: SecureWebSocketApi, ...methods: ('DELETE' | 'POST')[]): void {
  const { webSocketApi, stage } = api;
  const statement = new PolicyStatement({
    actions: ['execute-api:ManageConnections'],
    resources: methods.map((method) => webSocketApi.arnForExecuteApiV2(`${method}/@connections/*`, stage.stageName)),
  });
  const reason = 'Connections have ids that API Gateway makes up when they are opened: all of this stage, and of no other';
  allowPattern(made, 'Callbacks', { statement, reason });
}

function waiveListing({ role }: LambdaFunction): void {
  Waiver.record(role as Role, {
    control: 'resources of the permission to list streams',
    reason: 'DynamoDB lists the streams of an account: the action has no resources it could name',
    rules: ['AwsSolutions-IAM5[Resource::*]'],
  });
}
