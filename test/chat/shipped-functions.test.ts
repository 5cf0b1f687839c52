import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { RecordingAws } from './support/recording-aws';
import { CHAT_ENVIRONMENT } from '../../lib/chat/chat-contract';
import { ChatLimits } from '../../lib/chat/chat-limits';
import { ChatWebSocketApi } from '../../lib/chat/chat-websocket-api';
import { Moderation } from '../../lib/chat/moderation';
import { DynamoRegistry } from '../../runtime/chat/store/dynamo-registry';
import { DynamoRooms } from '../../runtime/chat/store/dynamo-rooms';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { said, sequenceNumber } from '../runtime/chat/dispatcher/stream';
import { type ChatTable, startChatTable } from '../runtime/chat/support/chat-table';

const ASSETS = join(__dirname, '..', '..', 'assets', 'chat');
const NAMES = ['Actions', 'Disconnect', 'Dispatcher', 'Deliverer', 'Replay'] as const;
type Name = (typeof NAMES)[number];

/** Calls a bundle as Lambda would, in a process of its own: the first argument is the bundle, the others are the events. */
const LAMBDA = `
  const [bundle, ...events] = process.argv.slice(1);
  const { handler } = require(bundle);
  (async () => {
    for (const event of events) console.log(JSON.stringify(await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60000 })));
  })();
`;

/** What Lambda itself does with the role of a function: it reads queues and streams for it. */
const OF_LAMBDA: Partial<Record<Name, readonly string[]>> = {
  Deliverer: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
  Dispatcher: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
};

const template = (() => {
  const stack = newStack();
  new ChatWebSocketApi(stack, 'Chat', { moderation: Moderation.failOpen(newFunction(stack)), limits: ChatLimits.standard({ connectionsPerUser: 1 }) });
  return Template.fromStack(stack);
})();

let aws: RecordingAws;
let table: ChatTable;

beforeAll(async () => {
  table = await startChatTable();
  aws = await RecordingAws.start(table.endpoint, answers());
  await roomsWithSomebodyGone();
});
afterAll(async () => {
  await aws.stop();
  await table.stop();
});

/** In each there is a member who has a connection that is gone for long. */
async function roomsWithSomebodyGone(): Promise<void> {
  const props = { ...table, now: () => Date.now() - 120_000 };
  const [rooms, registry] = [new DynamoRooms(props), new DynamoRegistry(props)];
  for (const room of ['lobby', 'closed', 'dispatched', 'delivered', 'replayed']) {
    const id = `${room}-gone=`;
    await rooms.create(room);
    await rooms.addMember({ room, user: 'ann', role: 'member', lastRead: 0 });
    await registry.register({ id, user: id, since: props.now(), expiresAt: 0 });
    await registry.subscribe({ id, user: id, room, role: 'member', epoch: { epoch: 1, shards: 1 } }, 50);
    aws.gone.add(id);
  }
}

/** A queue of dead letters with one of each kind, and a stream with one record. */
function answers() {
  const record = said('replayed', 1);
  const SequenceNumber = sequenceNumber(record);
  const batch = { streamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/1', shardId: 's', startSequenceNumber: SequenceNumber, endSequenceNumber: SequenceNumber };
  const bodies = [roomTask('lobby'), JSON.stringify({ DDBStreamBatchInfo: batch }), 'neither'];
  const letters = bodies.map((Body, index) => ({ MessageId: String(index), ReceiptHandle: String(index), Body, MD5OfBody: createHash('md5').update(Body).digest('hex') }));
  return {
    ReceiveMessage: () => ({ Messages: letters.splice(0) }),
    DeleteMessage: () => ({}),
    ChangeMessageVisibility: () => ({}),
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '0' } }),
    GetShardIterator: () => ({ ShardIterator: 'i' }),
    GetRecords: () => ({ Records: [record] }),
  };
}

const roomTask = (room: string): string => JSON.stringify({ kind: 'room', room, frames: ['{"type":"msg"}'], at: 1 });

function frame(connectionId: string, content: object): object {
  return { requestContext: { connectionId, authorizer: { user: 'ann', expiresAt: '0' } }, body: JSON.stringify(content) };
}

/** Everything each function can be asked to do. */
const EVENTS: Readonly<Record<Name, readonly object[]>> = {
  Actions: [
    frame('one=', { action: 'hello', v: 1 }),
    frame('one=', { action: 'join', room: 'lobby', after: 0 }),
    frame('one=', { action: 'send', room: 'lobby', cid: 'a', body: 'hello' }),
    frame('one=', { action: 'typing', room: 'lobby' }),
    frame('one=', { action: 'read', room: 'lobby', seq: 1 }),
    frame('one=', { action: 'history', room: 'lobby' }),
    frame('one=', { action: 'leave', room: 'lobby' }),
    frame('one=', { action: 'join', room: 'lobby' }),
    frame('two=', { action: 'hello', v: 1 }),
    frame('two=', { action: 'join', room: 'lobby' }),
  ],
  Disconnect: [{ requestContext: { connectionId: 'closed-gone=' } }],
  Dispatcher: [{ Records: [said('dispatched', 1)] }],
  Deliverer: [
    { Records: [{ messageId: '1', body: roomTask('delivered') }] },
    { Records: [{ messageId: '2', body: JSON.stringify({ kind: 'close', user: 'lobby-gone=', frames: ['{"type":"bye"}'], at: 1 }) }] },
    { Records: [{ messageId: '3', body: JSON.stringify({ kind: 'presence', room: 'lobby' }) }] },
  ],
  Replay: [{}],
};

/** What the functions say to all of it. */
const SAID: Readonly<Record<Name, readonly unknown[]>> = {
  Actions: ['welcome', 'joined', 'ack', undefined, undefined, 'history', 'left', 'joined', 'welcome', 'joined'],
  Disconnect: [{ statusCode: 200 }],
  Dispatcher: [{ batchItemFailures: [] }],
  Deliverer: [{ batchItemFailures: [] }, { batchItemFailures: [] }, { batchItemFailures: [] }],
  Replay: [{ tasks: 1, streamBatches: 1, left: 1, lost: [], unreadable: [{ message: '2', reason: 'UnreadableTask' }], failed: [] }],
};

interface Resource { readonly Properties: Readonly<Record<string, never>> }
interface Statement { readonly Action: string | string[]; readonly Resource: unknown }
interface Policy { readonly PolicyDocument: { readonly Statement: Statement[] } }

/** The one resource of a type whose logical id begins like this. */
function made(type: string, begin: string): [string, Resource] {
  const [found] = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(begin));
  return [found[0], found[1] as Resource];
}

/** As the construct gives it, no more and no less, with references followed. */
function environmentOf(name: Name): Record<string, string> {
  const [, { Properties: { Environment } }] = made('AWS::Lambda::Function', `ChatFunctions${name}`);
  const references: Record<string, string> = {
    [CHAT_ENVIRONMENT.table]: table.table,
    [CHAT_ENVIRONMENT.tasks]: `${aws.url}/1/tasks`,
    [CHAT_ENVIRONMENT.deadLetters]: `${aws.url}/1/dead`,
    [CHAT_ENVIRONMENT.callbackUrl]: `${aws.url}/prod`,
    [CHAT_ENVIRONMENT.moderator]: 'arn:aws:lambda:eu-west-1:111122223333:function:moderator',
  };
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  return Object.fromEntries(Object.entries(Variables).map(([variable, value]) => [variable, typeof value === 'string' ? value : references[variable]]));
}

/** The actions its role allows, with the method where API Gateway tells them apart; but those of logs and traces, which all have. */
function allowedTo(name: Name): string[] {
  const [id, { Properties: { Policies } }] = made('AWS::IAM::Role', `ChatFunctions${name}Role`);
  const attached = Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties: { Roles } }) => (Roles as { Ref: string }[]).some(({ Ref }) => Ref === id)).map(({ Properties }) => Properties as Policy);
  const statements = [...Policies as Policy[], ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const actions = new Set(statements.flatMap((statement) => [statement.Action].flat().flatMap((action) => withMethods(action, statement))));
  return [...actions].filter((action) => !/^(logs|xray):/.test(action)).sort();
}

function withMethods(action: string, { Resource }: Statement): string[] {
  if (action !== 'execute-api:ManageConnections') return [action];
  return ['DELETE', 'POST'].filter((method) => JSON.stringify(Resource).includes(`/${method}/@connections/*`)).map((method) => `${action} ${method}`);
}

async function call(name: Name): Promise<unknown[]> {
  const bundle = join(ASSETS, name.toLowerCase(), 'index.js');
  const env = { ...environmentOf(name), ...aws.environmentOf(name) };
  const args = ['-e', LAMBDA, bundle, ...EVENTS[name].map((event) => JSON.stringify(event))];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(name === 'Replay' ? ['a dead letter stays'] : []);
  return lines.filter((line) => !('_aws' in line) && !('level' in line));
}

const saidBy = ({ body }: { body?: string }): unknown => body && (JSON.parse(body) as { type: string }).type;

describe.each(NAMES)('the function %s as it is shipped, in the environment that the construct gives it', (name) => {
  test('starts, does everything it is there for, and may do what it does and nothing else', async () => {
    const answered = await call(name);
    expect(name === 'Actions' ? answered.map((answer) => saidBy(answer as object)) : answered).toEqual(SAID[name]);
    expect([...aws.usedBy(name), ...OF_LAMBDA[name] ?? []].sort()).toEqual(allowedTo(name));
  }, 60_000);
});
