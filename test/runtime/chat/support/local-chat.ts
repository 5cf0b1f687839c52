import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { startChatTable } from './chat-table';
import { LocalQueue } from './local-chat-queue';
import { LocalStream } from './local-chat-stream';
import { CHAT_ENVIRONMENT, CHAT_PRESENCE, type ChatLimitValues } from '../../../../lib/chat/chat-contract';
import { CONNECT_CREDENTIALS, CONNECT_ENVIRONMENT, TICKET_ENVIRONMENT, TICKET_PARAMETER, TICKET_TABLE } from '../../../../lib/security/connect/connect-contract';
import { actionsHandler } from '../../../../runtime/chat/actions/handler';
import { deliverEvent } from '../../../../runtime/chat/deliverer/deliverer';
import { disconnectHandler } from '../../../../runtime/chat/disconnect/handler';
import { dispatchEvent } from '../../../../runtime/chat/dispatcher/dispatcher';
import { deliveryPortsIn } from '../../../../runtime/chat/fan-out/wiring';
import { chatServer } from '../../../../runtime/chat/server';
import type { ChatServer } from '../../../../runtime/chat/server/chat-server';
import { connectHandler } from '../../../../runtime/connect/handler';
import { ticketsHandler } from '../../../../runtime/tickets/handler';
import { type GatewayEvent, type GatewayHandler, WebSocketGateway } from '../../../fakes/websocket-gateway';

/** A whole chat on this machine. */
export interface LocalChat {
  /** Where clients connect to. */
  readonly url: string;
  /** What a backend does: rooms, members, messages from the server. */
  readonly server: ChatServer;
  /** API Gateway's part: to drop connections, and for its moods. */
  readonly gateway: WebSocketGateway;
  /** Delivery tasks that were given up. */
  readonly dead: readonly string[];
  /** A ticket for this user; other claims of the user's token, `exp` above all, can be given. */
  ticket(user: string, claims?: object): Promise<string>;
  stop(): Promise<void>;
}

export interface LocalChatOptions {
  readonly limits?: Partial<ChatLimitValues>;
  /** Web pages that may connect. @default any */
  readonly origins?: readonly string[];
}

const LIMITS: ChatLimitValues = {
  bodyBytes: 16 * 1024, framesPerSecond: 5, frameBurst: 10, violations: 3, roomsPerConnection: 50, connectionsPerUser: 5, retentionDays: 30,
};
const TICKETS = 'Tickets';
const ACTIONS = ['hello', 'join', 'leave', 'send', 'typing', 'read', 'history', '$default'];

/**
 * Starts the real functions of a chat around what plays AWS: API Gateway over real sockets, dynalite, a queue, a stream. The functions find
 * them by their environment, as in AWS; until `stop`, this process's environment says where.
 */
export async function startLocalChat(options: LocalChatOptions = {}): Promise<LocalChat> {
  const [table, queue] = await Promise.all([startChatTable(), LocalQueue.start()]);
  const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: table.endpoint, AWS_ENDPOINT_URL_SQS: queue.endpoint });
  await createTickets(table.client);
  const handlers = new Handlers();
  const gateway = await startGateway(handlers);
  const environment = environmentOf({ table: table.table, tasks: queue.url, callbackUrl: gateway.callbackUrl }, options);
  handlers.begin(environment);
  const portsFor = deliveryPortsIn(environment);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  queue.deliverWith((event) => deliverEvent(event, portsFor(context)));
  const stream = new LocalStream(table, (event) => dispatchEvent(event, portsFor(context)));
  const { limits = {} } = options;
  return {
    url: gateway.url,
    ticket: ticketGiver(environment),
    server: chatServer({ table: table.table, tasksUrl: queue.url, retentionDays: { ...LIMITS, ...limits }.retentionDays }),
    gateway,
    dead: queue.dead,
    stop: async () => {
      await gateway.stop();
      await stream.stop();
      await queue.stop();
      await table.stop();
      restore();
    },
  };
}

type Variables = Readonly<Record<string, string>>;
/** As far as the authorizer and the functions behind the routes look at it. */
type Handler = (event: GatewayEvent) => Promise<unknown>;

/** The functions know the callback URL, and API Gateway knows the functions: one of them comes first. */
class Handlers {
  authorize!: Handler;
  act!: Handler;
  disconnect!: Handler;

  begin(environment: Variables): void {
    const now = (): number => Date.now();
    const authorize = connectHandler(environment, now);
    // A REQUEST event has all that the authorizer wants to know.
    this.authorize = (event) => authorize(event as Parameters<typeof authorize>[0]);
    this.act = actionsHandler(environment, now);
    this.disconnect = disconnectHandler(environment, now);
  }
}

function startGateway(handlers: Handlers): Promise<WebSocketGateway> {
  const act: GatewayHandler = (event) => handlers.act(event);
  return WebSocketGateway.start({
    authorizer: { handler: (event) => handlers.authorize(event), identitySources: [`route.request.querystring.${TICKET_PARAMETER}`] },
    routes: {
      ...Object.fromEntries(ACTIONS.map((action) => [action, { handler: act, reply: true }])),
      ping: { mock: JSON.stringify({ type: 'pong' }), reply: true },
      $disconnect: { handler: (event) => handlers.disconnect(event) },
    },
  });
}

function environmentOf(places: { table: string; tasks: string; callbackUrl: string }, { limits, origins }: LocalChatOptions): Variables {
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'key',
    [CHAT_ENVIRONMENT.table]: places.table,
    [CHAT_ENVIRONMENT.tasks]: places.tasks,
    [CHAT_ENVIRONMENT.callbackUrl]: places.callbackUrl,
    [CHAT_ENVIRONMENT.limits]: JSON.stringify({ ...LIMITS, ...limits }),
    [CHAT_ENVIRONMENT.presence]: CHAT_PRESENCE.members,
    [CHAT_ENVIRONMENT.postsPerSecond]: '1000',
    [CHAT_ENVIRONMENT.metricsNamespace]: 'Gatehouse/Chat',
    [CHAT_ENVIRONMENT.metricsApi]: 'local-chat',
    [CONNECT_ENVIRONMENT.credential]: CONNECT_CREDENTIALS.ticket,
    // The function that gives tickets out reads the same variable.
    [CONNECT_ENVIRONMENT.ticketTable]: TICKETS,
    ...origins && { [CONNECT_ENVIRONMENT.origins]: origins.join('\n') },
    [TICKET_ENVIRONMENT.lifetime]: '30',
    [TICKET_ENVIRONMENT.userClaim]: 'sub',
    [TICKET_ENVIRONMENT.claims]: 'name',
  };
}

/** The function that gives tickets out, asked by a user whom a REST or HTTP API vouches for. */
function ticketGiver(environment: Variables): LocalChat['ticket'] {
  const give = ticketsHandler(environment, () => Date.now());
  return async (user, claims = {}) => {
    const { body } = await give({ requestContext: { authorizer: { jwt: { claims: { sub: user, ...claims } } } } });
    return (JSON.parse(body) as { readonly ticket: string }).ticket;
  };
}

async function createTickets(client: Awaited<ReturnType<typeof startChatTable>>['client']): Promise<void> {
  const AttributeName = TICKET_TABLE.partitionKey;
  await client.send(new CreateTableCommand({
    TableName: TICKETS,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    KeySchema: [{ AttributeName, KeyType: 'HASH' }],
  }));
}

/** For the clients that functions make for themselves. The answer puts everything back. */
function setEnvironment(endpoints: Variables): () => void {
  const variables = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'key', ...endpoints };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => before.forEach(([name, value]) => value === undefined ? delete process.env[name] : process.env[name] = value);
}
