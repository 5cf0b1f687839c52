import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FakeAws } from './fake-aws';
import { ChatTable, startChatTable } from '../support/chat-table';

const ASSETS = join(__dirname, '..', '..', '..', '..', 'assets');
const ACTIONS = join(ASSETS, 'chat', 'actions', 'index.js');
const DISCONNECT = join(ASSETS, 'chat', 'disconnect', 'index.js');

/** What a backend does with the module it imports. */
const BACKEND = `
  const chat = chatServer();
  await chat.createRoom('lobby', { members: [{ user: 'ann' }] });
  await chat.publish('lobby', { body: 'Welcome.', cid: 'welcome' });
  console.log(JSON.stringify((await chat.history('lobby')).items.map(({ seq, from, body }) => ({ seq, from, body }))));
`;

/** Calls handlers as Lambda would: in a process of its own, with nothing but the bundles. */
const LAMBDA = `
  (async () => {
    const calls = process.argv.slice(1).map((call) => JSON.parse(call));
    for (const [bundle, event] of calls) console.log(JSON.stringify(await require(bundle).handler(event)));
  })();
`;

let aws: FakeAws;
let table: ChatTable;

beforeEach(async () => {
  [aws, table] = await Promise.all([FakeAws.start(), startChatTable()]);
});

afterEach(async () => {
  await Promise.all([aws.stop(), table.stop()]);
  expect(aws.violations).toEqual([]);
});

async function run(...args: string[]): Promise<unknown[]> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: aws.environment(table.table, table.endpoint) });
  return stdout.trim().split('\n').map((line): unknown => JSON.parse(line));
}

const event = (frame: object) => ({ requestContext: { connectionId: 'ann-1=', authorizer: { user: 'ann', expiresAt: '0' } }, body: JSON.stringify(frame) });

test('what is shipped works: a backend makes a room, a connection says hello, joins and sends, and is gone', async () => {
  const room = [{ seq: 1, from: '', body: 'Welcome.' }];
  const imported = join(ASSETS, 'chat-server', 'index.mjs');
  expect(await run('--input-type=module', '-e', `import { chatServer } from ${JSON.stringify(imported)};${BACKEND}`)).toEqual([room]);
  const required = join(ASSETS, 'chat-server', 'index.js');
  expect(await run('-e', `const { chatServer } = require(${JSON.stringify(required)});(async () => {${BACKEND}})();`)).toEqual([room]);

  const calls = [
    [ACTIONS, event({ action: 'hello', v: 1 })],
    [ACTIONS, event({ action: 'join', room: 'lobby', after: 0 })],
    [ACTIONS, event({ action: 'join', room: 'lobby', constructor: {} })],
    [ACTIONS, event({ action: 'send', room: 'lobby', cid: 'one', body: 'Thank you.' })],
    [DISCONNECT, event({})],
  ];
  const lines = await run('-e', LAMBDA, ...calls.map((call) => JSON.stringify(call)));
  const answers = lines.filter((line): line is { body?: string } => typeof line === 'object' && line !== null && 'statusCode' in line);
  expect(answers.map(({ body }): unknown => body && JSON.parse(body))).toMatchObject([
    { type: 'welcome', user: 'ann' }, { type: 'joined', items: room }, { type: 'err', code: 'invalid' }, { type: 'ack', cid: 'one' }, undefined,
  ]);
  expect(aws.tasks[0]).toEqual({ task: { kind: 'presence', room: 'lobby' }, delay: 5 });
}, 30_000);

test('the frames are checked by code that was compiled before: Ajv is not in the bundle', () => {
  const code = readFileSync(ACTIONS, 'utf8').replace(/[A-Za-z0-9+/=]{1000,}/g, ''); // without the parser of HTTP, which is in base64 and holds any three letters
  expect(code).not.toMatch(/ajv/i);
});
