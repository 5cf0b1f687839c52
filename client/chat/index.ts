import type { Chat, ChatOptions } from './chat';
import { ChatClient } from './chat-client';

export type { Chat, ChatOptions } from './chat';
export type { Clock } from './clock';
export { ChatError, type ChatErrorCode, type ChatEvents, type ChatState, type RoomEvents, type RoomMessage } from './events';
export type { Room } from './room';
export type { SendOptions, Sent } from './sender';
export type { WebSocketConstructor, WebSocketLike } from './socket';
export type { ChatMessage } from '../../runtime/chat/protocol/frames';

/**
 * A chat that keeps itself connected: to a ChatWebSocketApi, from a browser or from Node.js.
 *
 * ```ts
 * const chat = connectChat({ url: 'wss://…', ticket: async () => (await (await fetch('/tickets', { method: 'POST' })).json()).ticket });
 * const room = await chat.join('r1');
 * room.on('message', ({ from, body }) => console.log(from, body));
 * await room.send('Hello');
 * ```
 */
export function connectChat(options: ChatOptions): Chat {
  return new ChatClient(options);
}
