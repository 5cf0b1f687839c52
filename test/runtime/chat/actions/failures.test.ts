import { MemoryWorld } from '../support/memory-ports';

const BODY = 'the-body-of-the-message';
let world: MemoryWorld;
let written: string;

beforeEach(async () => {
  world = new MemoryWorld();
  await world.room('lobby', { ann: 'member' });
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  expect(written).not.toContain(BODY);
});

/** Of the SDK: it says what AWS said. */
function serviceError(name: string): Error {
  return Object.assign(new Error(`${name} of the table`), { name, $metadata: { httpStatusCode: 400 } });
}

test.each([
  ['ProvisionedThroughputExceededException', 3_000], ['ThrottlingException', 3_000], ['RequestLimitExceeded', 3_000], ['AccessDeniedException', 1_000],
])('a message that meets %s is not stored, and worth trying again in %d ms with the same cid', async (name, retryAfterMs) => {
  const ann = await world.client('ann').enter('lobby');
  jest.spyOn(world.store.messages, 'store').mockRejectedValueOnce(serviceError(name));
  expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: BODY })).toEqual({ type: 'nack', cid: 'one', room: 'lobby', code: 'unavailable', retryAfterMs });
  expect(JSON.parse(written)).toMatchObject({ level: 'error', action: 'send', connection: 'ann-1', error: name, reason: `${name} of the table` });
  expect(world.metrics.counts).toEqual({ Refused: 1, Unavailable: 1 });
  expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: BODY })).toMatchObject({ type: 'ack', seq: 1 });
});

test('an error of our own is answered, and logged without its words, which may be those of a user', async () => {
  const ann = await world.client('ann').enter('lobby');
  jest.spyOn(world.store.messages, 'store').mockRejectedValueOnce(new SyntaxError(`Unexpected token in "${BODY}"`));
  expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: BODY })).toMatchObject({ type: 'nack', code: 'unavailable' });
  expect(JSON.parse(written)).toEqual({
    level: 'error', message: 'the frame was not handled', connection: 'ann-1', action: 'send', error: 'SyntaxError', at: expect.arrayContaining([expect.stringMatching(/^at /)]),
  });
});

test('something thrown that is no error is answered too', async () => {
  const ann = await world.client('ann').enter('lobby');
  jest.spyOn(world.store.rooms, 'member').mockRejectedValueOnce(BODY);
  expect(await ann.say({ action: 'history', room: 'lobby' })).toEqual({ type: 'err', code: 'unavailable', action: 'history', room: 'lobby', retryAfterMs: 1_000 });
  expect(JSON.parse(written)).toMatchObject({ error: 'string' });
});

test('a registry that is away answers even garbage with unavailable', async () => {
  jest.spyOn(world.store.registry, 'takeFrame').mockRejectedValueOnce(serviceError('ThrottlingException'));
  expect(await world.client('ann').write('garbage')).toEqual({ type: 'err', code: 'unavailable', retryAfterMs: 3_000 });
});

test('a queue that is away keeps nobody from joining, typing, reading and leaving', async () => {
  const ann = await world.client('ann').enter();
  jest.spyOn(world.tasks, 'put').mockRejectedValue(serviceError('RequestThrottled'));
  expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ type: 'joined' });
  expect(await ann.say({ action: 'typing', room: 'lobby' })).toBeUndefined();
  expect(await ann.say({ action: 'read', room: 'lobby', seq: 1 })).toBeUndefined();
  world.time += 60_000;
  expect(await ann.say({ action: 'leave', room: 'lobby' })).toEqual({ type: 'left', room: 'lobby' });
  const lines = written.trim().split('\n').map((line) => JSON.parse(line).message as string);
  expect(lines).toEqual(['presence will not be told', 'typing will not be told', 'the read mark will not be told', 'presence will not be told']);
});

test('a connection that cannot be closed is not worked for all the same', async () => {
  const ann = await world.client('ann').enter('lobby');
  jest.spyOn(world.callback, 'close').mockRejectedValueOnce(new Error('no answer'));
  expect(await ann.until(1).say({ action: 'send', room: 'lobby', cid: 'one', body: BODY })).toMatchObject({ type: 'nack', code: 'unavailable' });
  expect(await world.store.messages.page('lobby', { after: 0, limit: 1 })).toEqual([]);
});

test('a connection that cannot be closed is replaced all the same, and is not in the way of the user again', async () => {
  for (let count = 1; count <= 5; count += 1) await world.client('ann', `ann-${count}`).enter('lobby');
  jest.spyOn(world.callback, 'close').mockRejectedValueOnce(new Error('no answer'));
  expect(await world.client('ann', 'ann-6').say({ action: 'hello', v: 1 })).toMatchObject({ type: 'welcome' });
  expect((await world.store.registry.connectionsOfUser('ann')).map(({ id }) => id)).toEqual(['ann-2', 'ann-3', 'ann-4', 'ann-5', 'ann-6']);
  expect(JSON.parse(written)).toMatchObject({ message: 'the connection was not closed', connection: 'ann-1' });
});

test('what could not be answered is counted as our failure, which an alarm looks at, and other refusals are not', async () => {
  const ann = await world.client('ann').enter('lobby');
  jest.spyOn(world.store.rooms, 'member').mockRejectedValueOnce(new Error('away'));
  await ann.say({ action: 'history', room: 'lobby' });
  await ann.write('garbage');
  expect(world.metrics.counts).toEqual({ Refused: 2, Unavailable: 1 });
});

test('metrics are written for every frame, once', async () => {
  const ann = await world.client('ann').enter('lobby');
  await ann.write('garbage');
  expect([world.metrics.flushes, world.metrics.counts]).toEqual([3, { Refused: 1 }]);
});
