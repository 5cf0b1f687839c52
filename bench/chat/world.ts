import { SIGNER } from './clients/poster';
import type { Environment } from './programs';
import { TableProcess } from './table-process';
import { TaskQueue } from './task-queue';
import { CHAT_ENVIRONMENT, CHAT_PRESENCE, ChatLimitValues } from '../../lib/chat/chat-contract';
import { CONNECT_CREDENTIALS, CONNECT_ENVIRONMENT, ECHO_ENVIRONMENT, TICKET_ENVIRONMENT } from '../../lib/security/connect/connect-contract';
import { documentClient } from '../../runtime/chat/store/client';
import { ConnectionsProcess } from '../../test/fakes/connections-process';

/** Milliseconds until a post is answered, and what share of that comes or goes by chance. */
export const LATENCY = { latencyMs: 8, jitter: 0.5 };

const LIMITS: ChatLimitValues = {
  bodyBytes: 16_384, framesPerSecond: 5, frameBurst: 10, violations: 3, roomsPerConnection: 50, connectionsPerUser: 5, retentionDays: 30,
};

/** AWS on this machine: the callback endpoint and the tables in processes of their own, the queue in this one, which has nothing else to do. */
export class World {
  public static async start(): Promise<World> {
    const [endpoint, tables, queue] = await Promise.all([
      ConnectionsProcess.start({ ...LATENCY, keepFrames: false }), TableProcess.start(), TaskQueue.start(),
    ]);
    return new World(endpoint, tables, queue);
  }

  private constructor(public readonly endpoint: ConnectionsProcess, private readonly tableProcess: TableProcess, public readonly queue: TaskQueue) {}

  public get tables() {
    return this.tableProcess.tables;
  }

  public rowClient(): ReturnType<typeof documentClient> {
    const { region, ...credentials } = SIGNER;
    return documentClient({ endpoint: this.tables.endpoint, region, credentials });
  }

  /** What a function of the chat is told, and where AWS is. */
  public environment(postsPerSecond = 1e6): Environment {
    return {
      ...environmentOfHandlers(),
      AWS_ENDPOINT_URL_DYNAMODB: this.tables.endpoint,
      AWS_ENDPOINT_URL_SQS: this.queue.endpoint,
      [CHAT_ENVIRONMENT.table]: this.tables.table,
      [CHAT_ENVIRONMENT.callbackUrl]: this.endpoint.url,
      [CHAT_ENVIRONMENT.tasks]: `${this.queue.endpoint}/123456789012/tasks`,
      [CHAT_ENVIRONMENT.postsPerSecond]: String(postsPerSecond),
    };
  }

  public async stop(): Promise<void> {
    await Promise.all([this.endpoint.stop(), this.tableProcess.stop(), this.queue.stop()]);
  }
}

/** What handlers want to know before they start, with nothing behind it. */
export function environmentOfHandlers(): Environment {
  return {
    NODE_NO_WARNINGS: '1', // the SDK announces the end of a version of Node.js
    AWS_REGION: SIGNER.region,
    AWS_ACCESS_KEY_ID: SIGNER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: SIGNER.secretAccessKey,
    [CHAT_ENVIRONMENT.table]: 'table',
    [CHAT_ENVIRONMENT.callbackUrl]: 'https://localhost/live',
    [CHAT_ENVIRONMENT.tasks]: 'https://localhost/123456789012/tasks',
    [CHAT_ENVIRONMENT.deadLetters]: 'https://localhost/123456789012/dead-letters',
    [CHAT_ENVIRONMENT.limits]: JSON.stringify(LIMITS),
    [CHAT_ENVIRONMENT.presence]: CHAT_PRESENCE.members,
    [CHAT_ENVIRONMENT.postsPerSecond]: '1000',
    [CHAT_ENVIRONMENT.metricsNamespace]: 'Gatehouse/Chat',
    [CHAT_ENVIRONMENT.metricsApi]: 'bench',
    [CONNECT_ENVIRONMENT.credential]: CONNECT_CREDENTIALS.ticket,
    [CONNECT_ENVIRONMENT.ticketTable]: 'tickets',
    [ECHO_ENVIRONMENT.subprotocol]: 'bearer',
    [TICKET_ENVIRONMENT.lifetime]: '30',
    [TICKET_ENVIRONMENT.userClaim]: 'sub',
    [TICKET_ENVIRONMENT.claims]: 'name',
  };
}
