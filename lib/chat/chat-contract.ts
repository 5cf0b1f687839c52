/**
 * What the construct library tells the functions of a chat (runtime/chat), and what both must agree on.
 * Shared with code that runs in AWS, so this file imports nothing.
 */

/** The environment variables of the functions. Each function gets those it needs and no others. */
export const CHAT_ENVIRONMENT = {
  /** The name of the table. */
  table: 'CHAT_TABLE',
  /** Where connections are posted to: `https://…/stage`, without a slash at the end. */
  callbackUrl: 'CHAT_CALLBACK_URL',
  /** The URL of the queue of delivery tasks. */
  tasks: 'CHAT_TASKS_URL',
  /** The URL of the queue of what could not be delivered. */
  deadLetters: 'CHAT_DEAD_LETTERS_URL',
  /** The limits, a JSON object: ChatLimitValues. */
  limits: 'CHAT_LIMITS',
  /** How presence is told: one of CHAT_PRESENCE. */
  presence: 'CHAT_PRESENCE',
  /** How many posts one running deliverer makes in a second, at most. */
  postsPerSecond: 'CHAT_POSTS_PER_SECOND',
  /** The ARN of the function that is asked before a message is stored. */
  moderator: 'CHAT_MODERATOR',
  /** What happens to a message when the moderator fails or takes too long: one of CHAT_MODERATION_FAILURE. */
  moderationFailure: 'CHAT_MODERATION_FAILURE',
  /** The namespace of the metrics in CloudWatch. */
  metricsNamespace: 'CHAT_METRICS_NAMESPACE',
  /** The dimension of the metrics: the name of the API. */
  metricsApi: 'CHAT_METRICS_API',
} as const;

/** Everybody's names; or only how many there are; or nothing. */
export const CHAT_PRESENCE = { members: 'members', count: 'count', off: 'off' } as const;

/** Refuse the message, or store it unseen. */
export const CHAT_MODERATION_FAILURE = { refuse: 'refuse', accept: 'accept' } as const;

/** How much one client, one user and one room may do. */
export interface ChatLimitValues {
  /** The longest body of a message, in bytes of UTF-8. */
  readonly bodyBytes: number;
  /** Frames a second that one connection may send for long. */
  readonly framesPerSecond: number;
  /** Frames it may send at once after a pause. */
  readonly frameBurst: number;
  /** Breaches of the two above within a minute until the connection is closed. */
  readonly violations: number;
  /** Rooms that one connection may be in. */
  readonly roomsPerConnection: number;
  /** Connections that one user may have. */
  readonly connectionsPerUser: number;
  /** How long a message is kept, in days. 0 keeps it for ever. */
  readonly retentionDays: number;
}

/** The attributes of the table that its resource must name. */
export const CHAT_TABLE = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'ttl' } as const;

/** Partition keys of messages begin with this: what the stream filter looks for. */
export const MESSAGE_PREFIX = 'MSG#';

/** The metrics the functions write, in the embedded metric format. */
export const CHAT_METRICS = {
  /** Posts that reached a connection. */
  delivered: 'Delivered',
  /** Posts to connections that are gone. */
  gone: 'Gone',
  /** Posts that API Gateway refused with 429. */
  throttled: 'Throttled',
  /** Connections a frame was given up for: slow clients, errors that did not pass. They fill the gap from the history. */
  failed: 'DeliveryFailures',
  /** Milliseconds from a message being stored to its last post of a task. */
  latency: 'FanOutLatency',
  /** Connections a task was for. */
  fanOut: 'FanOutSize',
  /** Rows of connections that were gone, swept from the registry. */
  swept: 'Swept',
  /** Messages stored. */
  stored: 'Stored',
  /** Messages that had been stored before: a client sent again. */
  duplicates: 'Duplicates',
  /** Frames that were refused. */
  refused: 'Refused',
  /** Frames that were answered with `unavailable`: our failure, and not the client's. */
  unavailable: 'Unavailable',
} as const;

/** What every metric of a chat has: the name of the API. */
export const CHAT_DIMENSION = 'Api';
