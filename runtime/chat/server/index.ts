import { Backend } from './backend';
import type { ChatServer, ChatServerOptions } from './chat-server';
import { ChatInputError, checkedRetention } from './checked';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { sqsClient, SqsTasks } from '../queue/sqs-tasks';
import { limitIn } from '../shared/environment';
import { documentClient } from '../store/client';
import { DynamoMessages } from '../store/dynamo-messages';
import { DynamoRegistry } from '../store/dynamo-registry';
import { DynamoRooms } from '../store/dynamo-rooms';

export type { ChatMessage } from '../protocol/frames';
export type {
  ChatDirectMessage, ChatHistoryOptions, ChatHistoryPage, ChatMember, ChatMemberState, ChatPublication, ChatRoomOfUser, ChatRoomOptions, ChatServer,
  ChatServerOptions,
} from './chat-server';

/**
 * The chat, for the functions of a backend: rooms and their members, messages to a room or to a user.
 *
 * ```ts
 * import { chatServer } from 'cdk-gatehouse/chat-server';
 *
 * const chat = chatServer();
 *
 * export const handler = async ({ orderId, table }: OrderReady) => {
 *   await chat.publish(`table-${table}`, { from: 'kitchen', cid: orderId, body: 'Your order is ready.' });
 * };
 * ```
 *
 * Make one for each container, outside of the handler. The function needs what the chat grants: `chat.grants.broadcast(fn)` gives it the
 * permissions and the variables that are read here.
 *
 * What is asked of it wrongly is refused with a `ChatInputError` that says what to write instead, before anything is done; a room that does not
 * exist with a `NoSuchRoom`. Other errors are those of DynamoDB and SQS, after the usual tries.
 */
export function chatServer(options: ChatServerOptions = {}): ChatServer {
  const table = options.table ?? fromEnvironment(CHAT_ENVIRONMENT.table, 'table');
  const url = options.tasksUrl ?? fromEnvironment(CHAT_ENVIRONMENT.tasks, 'tasksUrl');
  const retentionDays = checkedRetention(options.retentionDays ?? retentionIn(fromEnvironment(CHAT_ENVIRONMENT.limits, 'retentionDays')));
  const now = () => Date.now();
  const props = { client: documentClient(), table, now };
  return new Backend({
    registry: new DynamoRegistry(props),
    rooms: new DynamoRooms(props),
    messages: new DynamoMessages({ ...props, retentionDays }),
    tasks: new SqsTasks({ client: sqsClient(), url }),
    now,
  });
}

function retentionIn(limits: string): number {
  return limitIn({ [CHAT_ENVIRONMENT.limits]: limits }, 'retentionDays');
}

function fromEnvironment(variable: string, option: keyof ChatServerOptions): string {
  const value = process.env[variable];
  if (value) return value;
  throw new ChatInputError(`chatServer() needs the environment variable ${variable}, which chat.grants.broadcast(fn) gives to a function, or the option ${option}`);
}
