import { FakeAws } from './fake-aws';
import { CHAT_ENVIRONMENT } from '../../../../lib/chat/chat-contract';
import { actionsHandler } from '../../../../runtime/chat/actions/handler';
import { disconnectHandler } from '../../../../runtime/chat/disconnect/handler';
import { chatServer } from '../../../../runtime/chat/server';
import { ChatTable, startChatTable } from '../support/chat-table';

const BODY = 'the-body-of-the-message';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9';
const saved = { ...process.env };
let aws: FakeAws;
let table: ChatTable;
let environment: Record<string, string>;
let written: string;
let now: number;

beforeEach(async () => {
  [aws, table] = await Promise.all([FakeAws.start(), startChatTable()]);
  environment = aws.environment(table.table, table.endpoint);
  Object.assign(process.env, environment);
  now = Date.now();
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...saved };
  await Promise.all([aws.stop(), table.stop()]);
  expect(aws.violations).toEqual([]);
  expect(written).not.toMatch(new RegExp(`${BODY}|${TOKEN}`));
});

const event = (frame: unknown, authorizer: Record<string, unknown> = { user: 'ann', claims: `{"token":"${TOKEN}"}`, expiresAt: '0' }) => ({
  requestContext: { connectionId: 'ann-1=', authorizer }, body: typeof frame === 'string' ? frame : JSON.stringify(frame), isBase64Encoded: false,
});

async function saying(variables: Record<string, string> = {}) {
  const handler = actionsHandler({ ...environment, ...variables }, () => now);
  return async (...given: Parameters<typeof event>): Promise<unknown> => {
    const { statusCode, body } = await handler(event(...given));
    expect(statusCode).toBe(200);
    return body === undefined ? undefined : JSON.parse(body);
  };
}

test('a connection lives: hello, join, send, typing, and it is gone', async () => {
  const chat = chatServer();
  await chat.createRoom('lobby', { members: [{ user: 'ann' }] });
  const say = await saying();
  expect(await say({ action: 'hello', v: 1 })).toMatchObject({ type: 'welcome', user: 'ann', connection: 'ann-1=' });
  expect(await say({ action: 'join', room: 'lobby', after: 0 })).toMatchObject({ type: 'joined', head: 0, items: [] });
  expect(await say({ action: 'send', room: 'lobby', cid: 'one', body: BODY })).toMatchObject({ type: 'ack', seq: 1 });
  expect(await say({ action: 'typing', room: 'lobby' })).toBeUndefined();
  expect(await say(`no JSON: ${BODY}`)).toEqual({ type: 'err', code: 'malformed' });
  expect((await chat.history('lobby')).items).toMatchObject([{ body: BODY }]);
  now += 60_000;
  const gone = disconnectHandler(environment, () => now);
  expect(await gone(event(''))).toEqual({ statusCode: 200 });
  expect(await gone(event(''))).toEqual({ statusCode: 200 });
  expect(await say({ action: 'leave', room: 'lobby' })).toMatchObject({ code: 'hello_first' });

  expect(aws.tasks).toEqual([
    { task: { kind: 'presence', room: 'lobby' }, delay: 5 },
    { task: expect.objectContaining({ kind: 'room', room: 'lobby', except: 'ann-1=' }), delay: 0 },
    { task: { kind: 'presence', room: 'lobby' }, delay: 30 },
  ]);
  expect(aws.connections).toEqual([]);
  const metrics = written.trim().split('\n').map((line): Record<string, unknown> => JSON.parse(line));
  expect(metrics.map(({ Api, Stored, Refused }) => ({ Api, Stored, Refused }))).toEqual([
    { Api: 'team-chat', Stored: 1 }, { Api: 'team-chat', Refused: 1 }, { Api: 'team-chat', Refused: 1 },
  ]);
});

test('a connection whose proof has ended is posted to and closed', async () => {
  const say = await saying();
  expect(await say({ action: 'hello', v: 1 }, { user: 'ann', expiresAt: String(Math.floor(now / 1000) - 1) })).toBeUndefined();
  expect(aws.connections).toEqual(['POST ann-1= {"type":"bye","code":"reauth"}', 'DELETE ann-1=']);
});

test('a moderator is asked where there is one', async () => {
  const chat = chatServer();
  await chat.createRoom('lobby', { members: [{ user: 'ann' }] });
  const say = await saying({ [CHAT_ENVIRONMENT.moderator]: 'arn:aws:lambda:eu-west-1:111122223333:function:moderator', [CHAT_ENVIRONMENT.moderationFailure]: 'accept' });
  await say({ action: 'hello', v: 1 });
  await say({ action: 'join', room: 'lobby' });
  await say({ action: 'send', room: 'lobby', cid: 'one', body: 'warms up the client, which has 300 ms' });
  await say({ action: 'send', room: 'lobby', cid: 'two', body: BODY });
  expect(aws.reviewed).toContainEqual({ room: 'lobby', from: 'ann', cid: 'two', body: BODY });
});

test('an event that does not say who the user is, is answered without being looked at, and logged', async () => {
  const say = await saying();
  expect(await say({ action: 'hello', v: 1 }, {})).toEqual({ type: 'err', code: 'unavailable', retryAfterMs: 1_000 });
  const [line, metrics] = written.trim().split('\n').map((one): unknown => JSON.parse(one));
  expect(line).toMatchObject({ level: 'error', message: 'the event was not understood', error: 'TypeError' });
  expect(metrics).toMatchObject({ Api: 'team-chat', Refused: 1, Unavailable: 1 });
});

const NEEDED = [
  CHAT_ENVIRONMENT.table, CHAT_ENVIRONMENT.tasks, CHAT_ENVIRONMENT.callbackUrl, CHAT_ENVIRONMENT.limits, CHAT_ENVIRONMENT.presence,
  CHAT_ENVIRONMENT.metricsNamespace, CHAT_ENVIRONMENT.metricsApi,
];

test.each(NEEDED)('a function without %s does not start', (variable) => {
  expect(() => actionsHandler({ ...environment, [variable]: '' }, () => now)).toThrow(`the function needs the environment variable ${variable}`);
});

test.each([CHAT_ENVIRONMENT.table, CHAT_ENVIRONMENT.tasks, CHAT_ENVIRONMENT.presence])('a function for what is gone without %s does not start', (variable) => {
  expect(() => disconnectHandler({ ...environment, [variable]: '' }, () => now)).toThrow(`the function needs the environment variable ${variable}`);
});

test.each<[string, string, string]>([
  [CHAT_ENVIRONMENT.presence, 'everybody', 'CHAT_PRESENCE is one of members, count, off'],
  [CHAT_ENVIRONMENT.moderator, 'arn', 'the function needs the environment variable CHAT_MODERATION_FAILURE'],
  [CHAT_ENVIRONMENT.limits, '{}', 'CHAT_LIMITS needs the number bodyBytes'],
  [CHAT_ENVIRONMENT.limits, '16384', 'CHAT_LIMITS needs the number bodyBytes'],
  [CHAT_ENVIRONMENT.limits, 'none', 'CHAT_LIMITS needs the number bodyBytes'],
  [CHAT_ENVIRONMENT.limits, '{"bodyBytes":16384,"framesPerSecond":"5"}', 'CHAT_LIMITS needs the number framesPerSecond'],
])('a function with %s %j does not start', (variable, value, message) => {
  expect(() => actionsHandler({ ...environment, [variable]: value }, () => now)).toThrow(message);
});

describe('chatServer()', () => {
  test.each([
    [CHAT_ENVIRONMENT.table, 'table'], [CHAT_ENVIRONMENT.tasks, 'tasksUrl'], [CHAT_ENVIRONMENT.limits, 'retentionDays'],
  ])('without %s says who gives it, and that %s may be given instead', (variable, option) => {
    delete process.env[variable];
    expect(() => chatServer()).toThrow(`${variable}, which chat.grants.broadcast(fn) gives to a function, or the option ${option}`);
  });

  test('needs no environment when it is told everything', async () => {
    for (const variable of [CHAT_ENVIRONMENT.table, CHAT_ENVIRONMENT.tasks, CHAT_ENVIRONMENT.limits]) delete process.env[variable];
    const chat = chatServer({ table: table.table, tasksUrl: environment[CHAT_ENVIRONMENT.tasks], retentionDays: 1 });
    await chat.createRoom('lobby');
    expect(await chat.publish('lobby', { body: 'hi' })).toMatchObject({ seq: 1 });
    await chat.publishToUser('ann', { body: 'hi' });
    expect(aws.tasks).toMatchObject([{ task: { kind: 'user', user: 'ann' } }]);
  });

  test.each([-1, NaN, Infinity])('with a retention of %p days is refused', (retentionDays) => {
    expect(() => chatServer({ table: 't', tasksUrl: 'u', retentionDays })).toThrow('is not a number of days, 0 for ever');
  });
});
