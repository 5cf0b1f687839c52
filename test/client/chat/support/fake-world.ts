import { FakeChat } from './fake-chat';
import { FakeClock } from './fake-clock';
import { type Chat, type ChatError, type ChatOptions, type ChatState, connectChat } from '../../../../client/chat';

export interface World {
  readonly clock: FakeClock;
  readonly server: FakeChat;
  readonly chat: Chat;
  /** Every ticket that was asked for. */
  readonly tickets: string[];
  readonly states: ChatState['state'][];
  readonly errors: ChatError[];
}

/** A client before its first connection, in a world where nothing happens by itself. */
export function aWorld(options: Partial<ChatOptions> = {}, prepare: (server: FakeChat) => void = () => undefined): World {
  const clock = new FakeClock();
  const server = new FakeChat(clock);
  prepare(server);
  const tickets: string[] = [];
  const ticket = async (): Promise<string> => {
    tickets.push(`ticket-${tickets.length + 1}`);
    return tickets.at(-1)!;
  };
  const chat = connectChat({ url: 'wss://chat.example/prod', ticket, WebSocket: server.WebSocket, random: () => 0.5, clock, ...options });
  const states: ChatState['state'][] = [chat.state];
  const errors: ChatError[] = [];
  chat.on('state', ({ state }) => states.push(state));
  chat.on('error', (error) => errors.push(error));
  return { clock, server, chat, tickets, states, errors };
}

/** A client that is connected. */
export async function anOnlineWorld(options?: Partial<ChatOptions>, prepare?: (server: FakeChat) => void): Promise<World> {
  const world = aWorld(options, prepare);
  await world.clock.pass(100);
  return world;
}
