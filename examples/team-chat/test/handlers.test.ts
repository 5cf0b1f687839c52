import { apiEvent, Ask } from './support/events';
import { MemoryChat } from './support/memory-chat';
import { fromApi, HttpResponse, Route } from '../handlers/http/route';
import { addMember, createRoom, listMembers, listRooms } from '../handlers/routes';

const PEOPLE = ['ada', 'ben', 'cy'];
const directory = { knows: async (user: string) => PEOPLE.includes(user) };

let chat: MemoryChat;
let lines: string[];
beforeEach(() => {
  chat = new MemoryChat();
  lines = [];
});

/** An answer, read as a caller would. */
interface Read { readonly status: number; readonly body: Record<string, unknown> }

const read = ({ statusCode, body }: HttpResponse): Read => ({ status: statusCode, body: JSON.parse(body) });
const call = async (key: string, route: Route, ask: Ask = {}) => read(await fromApi(route, (line) => lines.push(line))(apiEvent(key, ask)));

const rooms = (user: string) => call('GET /rooms', listRooms(chat), { user });
const make = (name: unknown, user = 'ada') => call('POST /rooms', createRoom(chat), { user, body: { name } });
const members = (room: string, user = 'ada') => call('GET /rooms/{room}/members', listMembers(chat), { user, path: { room } });
const add = (user: unknown, { to = 'lunch', by = 'ada' } = {}) => {
  return call('POST /rooms/{room}/members', addMember(chat, directory), { user: by, path: { room: to }, body: { user } });
};

describe('rooms', () => {
  test('who makes a room is in it, and nobody else', async () => {
    expect(await make('lunch')).toEqual({ status: 201, body: { room: 'lunch', role: 'member' } });
    expect(await rooms('ada')).toEqual({ status: 200, body: { rooms: [{ room: 'lunch', role: 'member' }] } });
    expect(await rooms('ben')).toEqual({ status: 200, body: { rooms: [] } });
  });

  test('are listed by name', async () => {
    for (const name of ['standup', 'Lunch', 'general']) await make(name);
    expect((await rooms('ada')).body.rooms).toMatchObject([{ room: 'general' }, { room: 'Lunch' }, { room: 'standup' }]);
  });

  test('begin with the news that they were made', async () => {
    await make('lunch');
    expect(chat.said).toEqual([{ room: 'lunch', from: '', body: 'ada made this room' }]);
  });

  test('nobody gets into a room by making it once more', async () => {
    await make('lunch');
    expect(await make('lunch', 'ben')).toMatchObject({ status: 409, body: { code: 'ROOM_EXISTS', requestId: 'request-1' } });
    expect((await rooms('ben')).body.rooms).toEqual([]);
    expect(chat.said).toHaveLength(1);
  });

  test.each(['', 'two words', 'a/b', 'room#1', 'ü', 'a'.repeat(65)])('cannot be called %j', async (name) => {
    expect(await make(name)).toMatchObject({ status: 400, body: { code: 'BAD_ROOM_NAME' } });
  });
});

describe('members', () => {
  beforeEach(async () => { await make('lunch'); });

  test('are added by members, who are told', async () => {
    expect(await add('ben')).toEqual({ status: 201, body: { user: 'ben', role: 'member' } });
    expect((await members('lunch', 'ben')).body).toEqual({ members: [{ user: 'ada', role: 'member' }, { user: 'ben', role: 'member' }] });
    expect(chat.told).toEqual([{ user: 'ben', body: 'ada added you to lunch' }]);
    expect(chat.said.at(-1)).toEqual({ room: 'lunch', from: '', body: 'ada added ben' });
  });

  test('added twice stay what they were, and nobody is told twice', async () => {
    await chat.addMember('lunch', { user: 'ben', role: 'reader' });
    expect(await add('ben')).toEqual({ status: 200, body: { user: 'ben', role: 'reader' } });
    expect(chat.told).toEqual([]);
  });

  test('are not added by anybody else, not even themselves', async () => {
    expect(await add('ben', { by: 'ben' })).toMatchObject({ status: 404, body: { code: 'ROOM_NOT_FOUND' } });
    expect((await rooms('ben')).body.rooms).toEqual([]);
  });

  test('a room that is not there answers as one that is not theirs', async () => {
    const [there, notThere] = [await members('lunch', 'ben'), await members('launch', 'ben')];
    expect([there.status, there.body.code]).toEqual([404, 'ROOM_NOT_FOUND']);
    expect([notThere.status, notThere.body.code]).toEqual([404, 'ROOM_NOT_FOUND']);
  });

  test('are people there are: a name nobody has does not wait for whoever takes it', async () => {
    expect(await add('bne')).toMatchObject({ status: 404, body: { code: 'NO_SUCH_USER', message: 'nobody here is called bne' } });
    expect((await members('lunch')).body.members).toEqual([{ user: 'ada', role: 'member' }]);
  });

  test.each(['', 'two words', ' ben', 'a'.repeat(129), '\u{1F600}'.repeat(129), 'a\u0000b'])('cannot be called %j', async (user) => {
    expect(await add(user)).toMatchObject({ status: 400, body: { code: 'BAD_USER_NAME' } });
  });

  test.each(['a b', '..', '', '__proto__!'])('of a room that cannot be there are not found: %j', async (room) => {
    expect(await members(room)).toMatchObject({ status: 404, body: { code: 'ROOM_NOT_FOUND' } });
  });
});

describe('a body', () => {
  test.each<[string, unknown]>([
    ['not JSON', '{'], ['empty', ''], ['a list', ['lunch']], ['null', 'null'], ['another field', { nam: 'lunch' }],
    ['one field too many', { name: 'lunch', role: 'owner' }], ['no text', { name: 7 }], ['a prototype', '{"__proto__":{"name":"lunch"}}'],
  ])('that is %s is refused', async (_what, body) => {
    expect(await call('POST /rooms', createRoom(chat), { body })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
    expect(await chat.roomsOf('ada')).toEqual([]);
  });

  test('may come in base64, as API Gateway sends what it does not know to be text', async () => {
    const body = Buffer.from('{"name":"lunch"}').toString('base64');
    expect(await call('POST /rooms', createRoom(chat), { body, isBase64Encoded: true })).toMatchObject({ status: 201 });
  });
});

describe('every answer', () => {
  test('without a user is a fault: a route that has lost its authorizer serves nobody', async () => {
    expect(await call('GET /rooms', listRooms(chat), { user: '' })).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'ERROR', error: 'ReferenceError', message: 'the authorizer has no claim username' });
  });

  test('to a fault tells nothing of our insides', async () => {
    const broken: Route = async () => { throw new TypeError('table is on fire'); };
    const { status, body } = await call('GET /rooms', broken);
    expect([status, JSON.stringify(body).includes('fire')]).toEqual([500, false]);
  });

  test('leaves one line in the log, with neither names nor bodies in it', async () => {
    await make('secret-project');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'INFO', route: 'POST /rooms', requestId: 'request-1', status: 201, durationMs: expect.any(Number) });
    for (const secret of ['secret-project', 'ada']) expect(lines[0]).not.toContain(secret);
  });

  test('is kept by nobody on the way', async () => {
    const { headers } = await fromApi(listRooms(chat), () => undefined)(apiEvent('GET /rooms'));
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
  });
});
