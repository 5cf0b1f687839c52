import { anOnlineWorld, type World } from './support/fake-world';
import type { Room, RoomMessage } from '../../../client/chat';

/** In the room, with everything it shows. */
async function inRoom(world: World, name = 'r1', after?: number): Promise<{ readonly room: Room; readonly shown: RoomMessage[] }> {
  const shown: RoomMessage[] = [];
  world.chat.on('message', (message) => message.room === name && shown.push(message));
  const entering = world.chat.join(name, { after });
  await world.clock.pass(10);
  return { room: await entering, shown };
}

const bodies = (messages: readonly { readonly body: string }[]): string[] => messages.map(({ body }) => body);
const sentTo = ({ server }: World, action: string): readonly object[] => server.socket.sent.filter((frame) => frame.action === action);

describe('joining', () => {
  test('tells the role and the newest number; what was said before is in the history', async () => {
    const world = await anOnlineWorld();
    ['a', 'b', 'c'].forEach((body) => world.server.post('r1', body));
    const { room, shown } = await inRoom(world);
    expect(room).toMatchObject({ name: 'r1', role: 'member', head: 3, lastRead: 0 });
    expect(shown).toEqual([]);
    const page = await room.history({ limit: 2 });
    expect(bodies(page.items)).toEqual(['b', 'c']);
    expect(bodies((await room.history({ before: page.next, limit: 2 })).items)).toEqual(['a']);
  });

  test('after a number brings what was missed, however much it is', async () => {
    const world = await anOnlineWorld();
    const said = Array.from({ length: 250 }, (_, index) => world.server.post('r1', `m${index + 1}`).body);
    const { shown } = await inRoom(world, 'r1', 3);
    expect(bodies(shown)).toEqual(said.slice(3));
  });

  test('after a number that the room has not reached, as it was made anew, shows what comes', async () => {
    const world = await anOnlineWorld();
    world.server.post('r1', 'old');
    const { shown } = await inRoom(world, 'r1', 999);
    world.server.post('r1', 'new');
    expect(bodies(shown)).toEqual(['new']);
  });

  test('twice is joining once', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    expect(await world.chat.join('r1')).toBe(room);
    expect(sentTo(world, 'join')).toHaveLength(1);
  });

  test('a room one is no member of is refused', async () => {
    const world = await anOnlineWorld();
    await expect(world.chat.join('secret')).rejects.toMatchObject({ name: 'ChatError', code: 'not_a_member' });
  });

  test('is tried again when the server says later', async () => {
    const world = await anOnlineWorld();
    let first = true;
    world.server.answers = (answer, { action }) => {
      if (action === 'join' && first) world.server.socket.say({ type: 'err', code: 'unavailable', action, room: 'r1', retryAfterMs: 700 });
      else answer();
      first = false;
    };
    const entering = world.chat.join('r1');
    await world.clock.pass(701);
    expect((await entering).name).toBe('r1');
  });

  test('waits for a connection', async () => {
    const world = await anOnlineWorld();
    world.server.socket.drop();
    const entering = world.chat.join('r1');
    await world.clock.pass(1_000);
    expect((await entering).name).toBe('r1');
  });
});

describe('messages', () => {
  test('are shown to the room and to the chat', async () => {
    const world = await anOnlineWorld();
    const { room, shown } = await inRoom(world);
    const heard: RoomMessage[] = [];
    const off = room.on('message', (message) => heard.push(message));
    world.server.post('r1', 'hello');
    off();
    world.server.post('r1', 'again');
    expect(bodies(shown)).toEqual(['hello', 'again']);
    expect(heard).toEqual([{ room: 'r1', seq: 1, id: 'r1-1', from: 'bob', cid: 'bob-1', ts: expect.any(Number), body: 'hello' }]);
  });

  test('that came while the connection was lost are shown after it is made again, in order', async () => {
    const world = await anOnlineWorld();
    const { shown } = await inRoom(world);
    world.server.post('r1', 'before');
    world.server.socket.drop();
    ['lost 1', 'lost 2'].forEach((body) => world.server.post('r1', body));
    await world.clock.pass(1_000);
    world.server.post('r1', 'after');
    expect(bodies(shown)).toEqual(['before', 'lost 1', 'lost 2', 'after']);
  });

  test('that never came by themselves are fetched', async () => {
    const world = await anOnlineWorld();
    const { shown } = await inRoom(world);
    world.server.carries = () => undefined;
    world.server.post('r1', 'lost');
    world.server.carries = (carry) => carry();
    world.server.post('r1', 'came');
    expect(bodies(shown)).toEqual([]);
    await world.clock.pass(1_500);
    expect(bodies(shown)).toEqual(['lost', 'came']);
    expect(sentTo(world, 'history')).toEqual([{ action: 'history', room: 'r1', after: 0, limit: 100 }]);
  });

  test('behind a number without a message come when it is known that it has none', async () => {
    const world = await anOnlineWorld();
    const { shown } = await inRoom(world);
    world.server.skip('r1');
    world.server.post('r1', 'second');
    await world.clock.pass(29_000);
    expect(bodies(shown)).toEqual([]);
    await world.clock.pass(1_100);
    expect(bodies(shown)).toEqual(['second']);
  });

  test('come many in one frame', async () => {
    const world = await anOnlineWorld();
    const { shown } = await inRoom(world);
    const m = [1, 2].map((seq) => ({ seq, id: `i${seq}`, from: 'bob', cid: `c${seq}`, ts: 1, body: `m${seq}` }));
    world.server.socket.say({ type: 'batch', room: 'r1', m });
    expect(shown).toEqual(m.map((message) => ({ room: 'r1', ...message })));
  });

  test('one listener that throws harms no other', async () => {
    const log = jest.fn();
    const world = await anOnlineWorld({ log });
    const { room, shown } = await inRoom(world);
    room.on('message', () => JSON.parse('{'));
    world.server.post('r1', 'hello');
    expect(bodies(shown)).toEqual(['hello']);
    expect(log).toHaveBeenCalledWith('a listener failed', expect.any(SyntaxError));
  });
});

describe('sending', () => {
  test('resolves when the message is stored', async () => {
    const world = await anOnlineWorld();
    const { room, shown } = await inRoom(world);
    expect(await room.send('hello')).toEqual({ seq: 1, ts: world.clock.now() });
    expect(shown).toMatchObject([{ from: 'ann', body: 'hello' }]);
  });

  test('keeps the order, one message after the other', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = (answer, frame) => world.clock.after('body' in frame && frame.body === 'a' ? 500 : 10, answer);
    const all = Promise.all(['a', 'b', 'c'].map((body) => room.send(body)));
    await world.clock.pass(1_000);
    expect((await all).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(world.server.bodies('r1')).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['the frame', () => undefined],
    ['the answer', (answer: () => void) => answer()],
  ])('is done again with the same cid when %s is lost with the connection', async (_what, lose) => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = (answer, { action }) => {
      if (action !== 'send') return answer();
      world.server.answers = (next) => next();
      const { socket } = world.server;
      socket.state = 'closed';
      lose(answer);
      socket.state = 'open';
      return world.clock.after(0, () => socket.drop());
    };
    const sending = room.send('hello');
    await world.clock.pass(2_000);
    await sending;
    expect(world.server.bodies('r1')).toEqual(['hello']);
    expect(world.server.sockets).toHaveLength(2);
  });

  test('waits as long as the server says', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = (_answer, frame) => {
      world.server.answers = (next) => next();
      if (frame.action === 'send') world.server.socket.say({ type: 'nack', cid: frame.cid, room: 'r1', code: 'rate', retryAfterMs: 800 });
    };
    const sending = room.send('hello');
    await world.clock.pass(799);
    expect(world.server.bodies('r1')).toEqual([]);
    await world.clock.pass(1);
    expect((await sending).seq).toBe(1);
  });

  test('is over when the server says no, and the next message goes', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = (answer, frame) => {
      if (frame.action === 'send' && frame.body === 'bad') world.server.socket.say({ type: 'nack', cid: frame.cid, room: 'r1', code: 'moderated' });
      else answer();
    };
    const [bad, good] = await Promise.allSettled([room.send('bad'), room.send('good')]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'moderated' } });
    expect(good).toMatchObject({ status: 'fulfilled', value: { seq: 1 } });
  });

  test('goes over the next connection when the server does not know this one any more', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    const [stale] = world.server.sockets;
    world.server.answers = (answer, frame) => {
      if (frame.action === 'send' && stale.state === 'open') stale.say({ type: 'nack', cid: frame.cid, room: 'r1', code: 'hello_first' });
      else answer();
    };
    const sending = room.send('hello');
    await world.clock.pass(5_000);
    expect(await sending).toMatchObject({ seq: 1 });
    expect([stale.state, world.server.bodies('r1'), world.chat.state]).toEqual(['closed', ['hello'], 'online']);
  });

  test('waits for being in the room again when the server lost sight of that', async () => {
    const world = await anOnlineWorld();
    const { room, shown } = await inRoom(world);
    world.server.socket.rooms.clear();
    const sending = room.send('hello');
    await world.clock.pass(5_000);
    expect(await sending).toMatchObject({ seq: 1 });
    expect(bodies(shown)).toEqual(['hello']);
    expect(world.errors).toEqual([]);
  });

  test('is over when one is not let into the room again', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.socket.rooms.clear();
    world.server.answers = (answer, frame) => {
      if (frame.action === 'join') world.server.socket.say({ type: 'err', code: 'not_a_member', action: 'join', room: 'r1' });
      else answer();
    };
    await expect(room.send('hello')).rejects.toMatchObject({ code: 'not_a_member' });
  });

  test('is over when the frame is refused before anybody looked whose it is', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = () => world.server.socket.say({ type: 'err', code: 'invalid', action: 'send', room: 'r1' });
    await expect(room.send('')).rejects.toMatchObject({ code: 'invalid' });
  });

  test('can be given up by the caller, and by time', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = () => undefined;
    const controller = new AbortController();
    const results = Promise.allSettled([
      room.send('a', { signal: controller.signal }),
      room.send('b', { timeoutMs: 60_000 }),
      room.send('c', { signal: AbortSignal.abort() }),
    ]);
    await world.clock.pass(30_000);
    controller.abort();
    await world.clock.pass(30_000);
    expect(await results).toMatchObject(['aborted', 'timeout', 'aborted'].map((code) => ({ status: 'rejected', reason: { code } })));
  });

  test('what is too long is refused here: API Gateway would close the connection, again and again', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    await expect(room.send('ä'.repeat(8_193))).rejects.toMatchObject({ code: 'too_long' });
    world.server.limits = { ...world.server.limits, bodyBytes: 100_000 };
    world.server.socket.drop();
    await world.clock.pass(1_000);
    await expect(room.send('"'.repeat(17_000))).rejects.toMatchObject({ code: 'too_long' });
    expect(sentTo(world, 'send')).toEqual([]);
  });

  test('a message composed earlier keeps its cid, and is not sent twice at a time', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = (answer) => world.clock.after(10, answer);
    const first = room.send('a', { cid: 'mine' });
    await expect(room.send('a', { cid: 'mine' })).rejects.toMatchObject({ code: 'invalid' });
    await world.clock.pass(10);
    await first;
    expect(world.server.stored.get('r1')).toMatchObject([{ cid: 'mine' }]);
    expect(sentTo(world, 'send')).toMatchObject([{ cid: 'mine', again: true }]);
  });

  test('is tried again when API Gateway reports a failure of nobody knows what, and so is everything else', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = () => undefined;
    const sending = room.send('hello');
    const asking = room.history();
    const joining = world.chat.join('r2');
    world.server.answers = (answer) => answer();
    world.server.socket.say({ message: 'Internal server error', connectionId: 'c', requestId: 'r' });
    expect(world.errors).toMatchObject([{ code: 'server', message: 'Internal server error' }]);
    await world.clock.pass(3_000);
    expect((await sending).seq).toBe(1);
    expect((await asking).items).toEqual([]);
    expect((await joining).name).toBe('r2');
  });
});

describe('everything else', () => {
  test('typing goes out once in three seconds, and not while there is something to send', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    for (let i = 0; i < 7; i++) {
      room.typing();
      await world.clock.pass(1_000);
    }
    expect(sentTo(world, 'typing')).toHaveLength(3);
  });

  test('read goes up only, and is told once a connection is there', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    [5, 3, 5].forEach((seq) => room.read(seq));
    expect(sentTo(world, 'read')).toEqual([{ action: 'read', room: 'r1', seq: 5 }]);
    world.server.socket.drop();
    [6, 7].forEach((seq) => room.read(seq));
    await world.clock.pass(1_000);
    expect(sentTo(world, 'read')).toEqual([{ action: 'read', room: 'r1', seq: 7 }]);
  });

  test('typing, presence, read marks and redactions are told', async () => {
    const world = await anOnlineWorld();
    await inRoom(world);
    const told: object[] = [];
    (['typing', 'presence', 'read', 'redacted'] as const).forEach((name) => world.chat.on(name, (payload) => told.push({ name, ...payload })));
    world.server.post('r1', 'oops');
    const { socket } = world.server;
    socket.say({ type: 'typing', room: 'r1', user: 'bob' });
    socket.say({ type: 'presence', room: 'r1', count: 2, online: ['ann', 'bob'] });
    socket.say({ type: 'read', room: 'r1', user: 'bob', seq: 1 });
    socket.say({ type: 'redacted', room: 'r1', seq: 1 });
    socket.say({ type: 'redacted', room: 'elsewhere', seq: 1 });
    expect(told).toEqual([
      { name: 'typing', room: 'r1', user: 'bob' },
      { name: 'presence', room: 'r1', count: 2, online: ['ann', 'bob'] },
      { name: 'read', room: 'r1', user: 'bob', seq: 1 },
      { name: 'redacted', room: 'r1', seq: 1 },
    ]);
  });

  test('what the server says to the user directly is told once', async () => {
    const world = await anOnlineWorld();
    const told: object[] = [];
    world.chat.on('direct', (direct) => told.push(direct));
    [1, 2].forEach(() => world.server.socket.say({ type: 'direct', id: 'd1', from: 'shop', ts: 9, body: 'sent' }));
    expect(told).toEqual([{ id: 'd1', from: 'shop', ts: 9, body: 'sent' }]);
  });

  test('leaving tells the server, and ends what was to be sent', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    const left: object[] = [];
    world.chat.on('left', (payload) => left.push(payload));
    world.server.answers = () => undefined;
    const sending = room.send('hello');
    room.leave();
    await expect(sending).rejects.toMatchObject({ code: 'left' });
    await expect(room.history()).rejects.toMatchObject({ code: 'left' });
    expect(left).toEqual([{ room: 'r1' }]);
    expect(sentTo(world, 'leave')).toHaveLength(1);
  });

  test('left and joined again at once, one is in, even if the server takes the frames in the other order', async () => {
    const world = await anOnlineWorld();
    const { room } = await inRoom(world);
    world.server.answers = (answer, { action }) => world.clock.after(action === 'leave' ? 200 : 10, answer);
    room.leave();
    const again = world.chat.join('r1');
    await world.clock.pass(1_000);
    await again;
    expect(world.server.socket.rooms).toEqual(new Set(['r1']));
  });

  test('taken out of a room, one is told why, and does not come back with the next connection', async () => {
    const world = await anOnlineWorld();
    await inRoom(world);
    const left: object[] = [];
    world.chat.on('left', (payload) => left.push(payload));
    world.server.socket.say({ type: 'left', room: 'r1', reason: 'removed' });
    expect(left).toEqual([{ room: 'r1', reason: 'removed' }]);
    world.server.socket.drop();
    await world.clock.pass(1_000);
    expect(world.server.socket.actions()).toEqual(['hello']);
  });

  test('many rooms are joined again at the pace the server allows', async () => {
    const world = await anOnlineWorld({}, (server) => {
      server.limits = { ...server.limits, framesPerSecond: 5, frameBurst: 10 };
    });
    const all = Promise.all(Array.from({ length: 20 }, (_, index) => world.chat.join(`room-${index}`)));
    expect(sentTo(world, 'join')).toHaveLength(8);
    await world.clock.pass(3_000);
    await all;
    expect(sentTo(world, 'join')).toHaveLength(20);
  });

  test('what is no frame, and what nobody knows yet, is passed over', async () => {
    const world = await anOnlineWorld();
    ['null', '7', '{"type":"party","room":"r1"}', '{"type":"msg","room":"nowhere"}'].forEach((text) => world.server.socket.say(JSON.parse(text)));
    world.server.socket.say({ type: 'err', code: 'unknown_action', action: 'dance' });
    expect(world.errors).toMatchObject([{ code: 'unknown_action' }]);
    expect(world.chat.state).toBe('online');
  });
});
