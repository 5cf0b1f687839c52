import { Duration, Tags } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ChatAlarms } from './chat-alarms';
import { addChatRows } from './chat-dashboard';
import { ChatDecisions, decide, limitsOf } from './chat-decisions';
import { ChatFunctions, DELIVERY_TIMEOUT } from './chat-functions';
import { ChatGrants } from './chat-grants';
import { ChatMetrics } from './chat-metrics';
import { ChatQueues } from './chat-queues';
import { makeChatTable } from './chat-table';
import { ChatWebSocketApiProps } from './chat-websocket-api-props';
import { refuse } from '../core/refuse';
import { Waiver } from '../core/waiver';
import { Backend } from '../routes/backend';
import { Authorization } from '../security/authorization';
import { ApiTickets } from '../security/connect/api-tickets';
import { SecureWebSocketApi } from '../websocket/secure-websocket-api';

/** What clients can say, and a function answers. Anything else is answered by the same function, on `$default`. */
const ACTIONS = ['hello', 'join', 'leave', 'send', 'typing', 'read', 'history'];
/** AWS: the visibility timeout of a queue should be six times the timeout of its function. */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * DELIVERY_TIMEOUT.toSeconds());

/**
 * A chat: rooms, members, history, presence, and delivery to everybody who is there, with no props at all.
 *
 * A message that was acknowledged is stored exactly once, and reaches every connection of its room at least once, in an order its client restores.
 * Its clients speak the protocol of the README; `cdk-gatehouse/chat-client` is one for browsers and Node.js. Rooms and their members are made by
 * functions of yours with `cdk-gatehouse/chat-server`, which `grants.broadcast` lets them.
 *
 * One request out of the account's throttle goes to every connection that gets a message. A chat of more than some 20,000 deliveries a second,
 * or with rooms of more than 10,000 connections, is better served by AppSync Events.
 */
export class ChatWebSocketApi extends Construct {
  /** The door: the API with its stage, logs, alarms, domain. Add routes of your own there; the actions of the chat are taken. */
  public readonly api: SecureWebSocketApi;
  /** Gives tickets out and takes them at `$connect`. None when `authorization` asks for something else. */
  public readonly tickets?: ApiTickets;
  /** Rooms, members, messages and connections. */
  public readonly table: Table;
  /** Delivery tasks. */
  public readonly tasks: Queue;
  /** What could not be delivered. */
  public readonly deadLetters: Queue;
  /** Puts dead letters back to work. */
  public readonly replay: IFunction;
  /** What the functions of the chat count and time. Those of the API are `api.metrics`. */
  public readonly metrics: ChatMetrics;
  /** The alarms of the chat. Those of the API are `api.alarms`. */
  public readonly alarms: ChatAlarms;
  /** Let functions of yours publish, and operators replay. */
  public readonly grants: ChatGrants;

  constructor(scope: Construct, id: string, props: ChatWebSocketApiProps = {}) {
    super(scope, id);
    const decisions = decide(id, props);

    this.tickets = decisions.authorization ? undefined : new ApiTickets(this, 'Tickets', decisions.tickets);
    this.table = makeChatTable(this, decisions);
    const queues = new ChatQueues(this, 'Queues', { ...decisions, visibilityTimeout: VISIBILITY_TIMEOUT });
    [this.tasks, this.deadLetters] = [queues.tasks, queues.deadLetters];
    const functions = new ChatFunctions(this, 'Functions', { ...decisions, table: this.table, queues });
    this.api = this.createApi(decisions, functions.disconnect);
    const actions = functions.makeActions(this.api);
    const dispatcher = functions.makeDispatcher(this.api);
    const deliverer = functions.makeDeliverer(this.api);
    this.replay = functions.makeReplay(this.api);
    this.addActions(actions);
    this.metrics = decisions.metrics;
    this.alarms = new ChatAlarms(this, 'Alarms', {
      ...decisions,
      tasks: this.tasks,
      deadLetters: this.deadLetters,
      dispatcher,
      functions: [actions, functions.disconnect, dispatcher, deliverer],
      thresholds: decisions.chatAlarms,
    });
    if (this.api.dashboard.dashboard) addChatRows(this.api.dashboard.dashboard, { metrics: this.metrics, queues, dispatcher });
    this.grants = ChatGrants._on({ ...decisions, table: this.table, queues, replay: this.replay, limits: limitsOf(decisions) });
    Object.entries(decisions.tags).forEach(([key, value]) => Tags.of(this).add(key, value));
  }

  /** Where clients connect: `wss://…`. */
  public get url(): string {
    return this.api.url;
  }

  /** Everything that was turned off on this chat, with the reasons, and whatever the library itself had to acknowledge. */
  public get waivers(): Waiver[] {
    return Waiver.within(this);
  }

  /** The function behind a route that gives tickets out: `http.addRoute('POST /tickets', Backend.lambda(chat.ticketIssuer), …)`. */
  public get ticketIssuer(): IFunction {
    return this.tickets?.issuer ?? refuse('chat-without-tickets', {}, this);
  }

  private createApi(decisions: ChatDecisions, disconnect: LambdaFunction): SecureWebSocketApi {
    const { apiName, description, dualStack, token, origins, throttle, domain, edge, accessLog, executionLog, alarms, dashboard, stage } = decisions;
    return new SecureWebSocketApi(this, 'Api', {
      apiName,
      description,
      dualStack,
      token,
      origins,
      throttle,
      domain,
      edge,
      accessLog,
      executionLog,
      alarms,
      dashboard,
      stage,
      authorization: decisions.authorization ?? (this.tickets && Authorization.ticket(this.tickets)),
      disconnect: Backend.lambda(disconnect),
    });
  }

  /** Answers go back on the way the frame came: no permission, no second request out of the throttle. */
  private addActions(actions: LambdaFunction): void {
    for (const action of [...ACTIONS, '$default']) this.api.addRoute(action, Backend.lambda(actions), { reply: true });
    this.api.addRoute('ping', Backend.mock({ body: { type: 'pong' } }), { reply: true });
  }
}
