import { aWorld, anOnlineWorld, type World } from './support/fake-world';
import { ChatError } from '../../../client/chat';
import type { ByeCode } from '../../../runtime/chat/protocol/frames';

const MINUTE = 60_000;

const pings = ({ server }: World, index: number): number => server.sockets[index].actions().filter((action) => action === 'ping').length;

describe('a connection', () => {
  test('brings a ticket and says hello first', async () => {
    const { server, chat, states } = await anOnlineWorld();
    expect(server.socket.url).toBe('wss://chat.example/prod?ticket=ticket-1');
    expect(server.socket.sent).toEqual([{ action: 'hello', v: 1 }]);
    expect(states).toEqual(['connecting', 'online']);
    expect(chat.user).toBe('ann');
  });

  test('keeps what the address says besides', async () => {
    const { server } = await anOnlineWorld({ url: 'wss://chat.example/prod?tenant=7' });
    expect(server.socket.url).toBe('wss://chat.example/prod?tenant=7&ticket=ticket-1');
  });

  test('is made again with a fresh ticket when it is lost', async () => {
    const { server, clock, tickets, states } = await anOnlineWorld();
    server.socket.drop(1006);
    expect(states.at(-1)).toBe('offline');
    await clock.pass(1_000);
    expect(server.socket.url).toContain('ticket=ticket-2');
    expect(tickets).toHaveLength(2);
    expect(states).toEqual(['connecting', 'online', 'offline', 'connecting', 'online']);
  });

  test('is tried with longer and longer pauses, and with the shortest again after one that held', async () => {
    const pauses: number[] = [];
    const { server, clock, chat } = await anOnlineWorld();
    chat.on('state', (state) => state.state === 'offline' && pauses.push(state.retryInMs));
    server.accepting = false;
    server.socket.drop();
    await clock.pass(20_000);
    server.accepting = true;
    await clock.pass(2 * MINUTE);
    server.socket.drop();
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 500]);
  });

  test('that is lost at once each time is not tried without pause', async () => {
    const pauses: number[] = [];
    const { server, clock, chat } = await anOnlineWorld();
    chat.on('state', (state) => state.state === 'offline' && pauses.push(state.retryInMs));
    chat.on('state', ({ state }) => state === 'online' && server.socket.drop());
    server.socket.drop();
    await clock.pass(10_000);
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
  });

  test('is tried again when there is no ticket, and tells why', async () => {
    const cause = new TypeError('no network');
    let fails = true;
    const { clock, server, errors, states } = await anOnlineWorld({ ticket: () => fails ? Promise.reject(cause) : Promise.resolve('t') });
    expect(errors).toMatchObject([{ code: 'ticket', cause }]);
    expect(states.at(-1)).toBe('offline');
    fails = false;
    await clock.pass(1_000);
    expect(server.sockets).toHaveLength(1);
    expect(states.at(-1)).toBe('online');
  });

  test('is given up when no welcome comes', async () => {
    const { clock, server, tickets } = aWorld({}, (fake) => {
      fake.answers = () => undefined;
    });
    await clock.pass(19_000);
    expect(server.sockets[0].state).toBe('open');
    await clock.pass(2_000);
    expect(server.sockets[0].state).toBe('closed');
    expect(tickets).toHaveLength(2);
  });

  test('is made at once when the page wakes up, without waiting for the pause', async () => {
    const { chat, clock, server, states } = await anOnlineWorld({ random: () => 0.999 });
    server.accepting = false;
    server.socket.drop();
    await clock.pass(MINUTE);
    server.accepting = true;
    chat.wake();
    await clock.pass(20);
    expect(states.at(-1)).toBe('online');
  });
});

describe('goodbye', () => {
  test.each<ByeCode>(['reauth', 'limit'])('%s connects again with a fresh ticket', async (code) => {
    const { chat, clock, server, tickets } = await anOnlineWorld();
    const codes: ByeCode[] = [];
    chat.on('bye', (bye) => codes.push(bye.code));
    server.socket.say({ type: 'bye', code });
    await clock.pass(1_000);
    expect(codes).toEqual([code]);
    expect(tickets).toHaveLength(2);
    expect(chat.state).toBe('online');
  });

  test.each<ByeCode>(['banned', 'replaced'])('%s is for good', async (code) => {
    const { chat, clock, server, tickets } = await anOnlineWorld();
    const room = await joined(chat.join('r1'), clock);
    server.socket.say({ type: 'bye', code });
    await clock.pass(10 * MINUTE);
    expect(chat.state).toBe('closed');
    expect(tickets).toHaveLength(1);
    await expect(room.send('hello')).rejects.toMatchObject({ code: 'left' });
    await expect(chat.join('r2')).rejects.toMatchObject({ code: 'closed' });
  });

  test('by the caller closes the connection and fails what was not finished', async () => {
    const { chat, clock, server } = await anOnlineWorld();
    const room = await joined(chat.join('r1'), clock);
    server.answers = () => undefined;
    const failures = Promise.allSettled([room.send('hello'), room.history(), chat.join('r2')]);
    chat.close();
    expect((await failures).map((failure) => failure.status === 'rejected' && (failure.reason as ChatError).code)).toEqual(['closed', 'closed', 'closed']);
    expect(server.socket.state).toBe('closed');
    expect(clock.idle()).toBe(Infinity);
  });
});

describe('the heartbeat', () => {
  test('comes every 5 minutes, 20 % more or less', async () => {
    const slow = await anOnlineWorld({ random: () => 1 });
    await slow.clock.pass(6 * MINUTE - 1_000);
    expect(pings(slow, 0)).toBe(0);
    await slow.clock.pass(2_000);
    expect(pings(slow, 0)).toBe(1);
    const quick = await anOnlineWorld({ random: () => 0 });
    await quick.clock.pass(12 * MINUTE + 1_000);
    expect(pings(quick, 0)).toBe(3);
  });

  test('that is not answered ends the connection, and another is made', async () => {
    const world = await anOnlineWorld();
    const { server, clock, chat } = world;
    server.answers = (answer, { action }) => action === 'ping' ? undefined : answer();
    await clock.pass(5 * MINUTE + 9_000);
    expect(server.sockets).toHaveLength(1);
    await clock.pass(2_000);
    expect(server.sockets[0].state).toBe('closed');
    expect(server.sockets).toHaveLength(2);
    expect(chat.state).toBe('online');
  });

  test('is answered by anything that comes', async () => {
    const { server, clock } = await anOnlineWorld();
    server.answers = (answer, { action }) => action === 'ping' ? undefined : answer();
    await clock.pass(5 * MINUTE + 1);
    server.socket.say({ type: 'direct', id: 'd', from: 'shop', ts: 1, body: 'hello' });
    await clock.pass(11_000);
    expect(server.sockets).toHaveLength(1);
  });

  test('is asked for when the page wakes up: a connection that has died in its sleep is noticed', async () => {
    const { chat, server, clock } = await anOnlineWorld();
    server.answers = () => undefined;
    chat.wake();
    await clock.pass(10_000);
    expect(server.sockets[0].state).toBe('closed');
  });
});

describe('the renewal', () => {
  test('makes the next connection before the two hours are over, and ends the first when the rooms are on the next', async () => {
    const { chat, server, clock, tickets, states } = await anOnlineWorld();
    await joined(chat.join('r1'), clock);
    await clock.pass(110 * MINUTE - 1_000);
    expect(server.sockets).toHaveLength(1);
    server.answers = (answer) => clock.after(500, answer);
    await clock.pass(1_600);
    expect(server.sockets.map(({ state }) => state)).toEqual(['open', 'open']);
    await clock.pass(500);
    expect(server.sockets.map(({ state }) => state)).toEqual(['closed', 'open']);
    expect(server.sockets[1].actions()).toEqual(['hello', 'join']);
    expect(tickets).toHaveLength(2);
    expect(states).toEqual(['connecting', 'online']);
  });

  test('is spread over ten minutes', async () => {
    const early = await anOnlineWorld({ random: () => 0 });
    await early.clock.pass(105 * MINUTE);
    expect(early.server.sockets).toHaveLength(2);
    const late = await anOnlineWorld({ random: () => 0.9999 });
    await late.clock.pass(114 * MINUTE);
    expect(late.server.sockets).toHaveLength(1);
    await late.clock.pass(MINUTE);
    expect(late.server.sockets).toHaveLength(2);
  });

  test('loses and doubles nothing that is said meanwhile', async () => {
    const { chat, server, clock } = await anOnlineWorld();
    const room = await joined(chat.join('r1'), clock);
    const shown: string[] = [];
    room.on('message', ({ body }) => shown.push(body));
    server.answers = (answer) => clock.after(300, answer);
    const said: string[] = [];
    for (let at = 109 * MINUTE; at < 111 * MINUTE; at += 100) {
      await clock.pass(at === 109 * MINUTE ? at : 100);
      said.push(server.post('r1', `said at ${at}`).body);
    }
    expect(server.sockets.map(({ state }) => state)).toEqual(['closed', 'open']);
    expect(shown).toEqual(said);
  });

  test('that fails is tried again while the old connection serves', async () => {
    const { chat, server, clock, states } = await anOnlineWorld();
    await clock.pass(110 * MINUTE - 1_000);
    server.accepting = false;
    await clock.pass(10_000);
    expect(chat.state).toBe('online');
    server.accepting = true;
    await clock.pass(MINUTE);
    expect(server.sockets.filter(({ state }) => state === 'open')).toHaveLength(1);
    expect(server.sockets[0].state).toBe('closed');
    expect(states).toEqual(['connecting', 'online']);
  });

  test('is not the end when the server lets the new connection push the old one out', async () => {
    const { chat, server, clock } = await anOnlineWorld();
    await joined(chat.join('r1'), clock);
    server.answers = (answer, { action }) => action === 'hello' ? clock.after(1_000, answer) : answer();
    await clock.pass(110 * MINUTE);
    server.sockets[0].say({ type: 'bye', code: 'replaced' });
    await clock.pass(5_000);
    expect(chat.state).toBe('online');
    expect(server.sockets[1].state).toBe('open');
  });
});

test('a chat needs a WebSocket', () => {
  const given = Reflect.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Reflect.deleteProperty(globalThis, 'WebSocket');
  expect(() => aWorld({ WebSocket: undefined })).toThrow(ChatError);
  if (given) Reflect.defineProperty(globalThis, 'WebSocket', given);
});

/** What a promise gives that needs frames to go back and forth. */
async function joined<Value>(promise: Promise<Value>, clock: World['clock']): Promise<Value> {
  await clock.pass(50);
  return promise;
}
