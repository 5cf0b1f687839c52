import { createHash } from 'node:crypto';
import { delivererHandler } from '../../../../runtime/chat/deliverer/handler';
import { dispatcherHandler } from '../../../../runtime/chat/dispatcher/handler';
import { deliveryPortsIn, FunctionContext } from '../../../../runtime/chat/fan-out/wiring';
import { replayHandler } from '../../../../runtime/chat/replay/handler';
import { DynamoRegistry } from '../../../../runtime/chat/store/dynamo-registry';
import { DynamoRooms } from '../../../../runtime/chat/store/dynamo-rooms';
import { connectionId, ConnectionsEndpoint } from '../../../fakes/connections-endpoint';
import { said } from '../dispatcher/stream';
import { JsonService } from '../replay/json-service';
import { ChatTable, startChatTable } from '../support/chat-table';

const ALICE = connectionId(1);
const CONTEXT: FunctionContext = { getRemainingTimeInMillis: () => 60_000 };
const TASK = JSON.stringify({ kind: 'user', user: 'alice', frames: ['{"type":"direct"}'], at: 1 });
const BEFORE = { ...process.env };

let table: ChatTable;
let endpoint: ConnectionsEndpoint;
let sqs: JsonService;
let lines: string[];

beforeAll(async () => {
  const letters = [{ MessageId: 'm', ReceiptHandle: 'r', Body: TASK, MD5OfBody: createHash('md5').update(TASK).digest('hex') }];
  [table, endpoint, sqs] = await Promise.all([startChatTable(), ConnectionsEndpoint.start(), JsonService.start({
    ReceiveMessage: () => ({ Messages: letters.splice(0) }),
    SendMessageBatch: () => ({ Successful: [] }),
    DeleteMessage: () => ({}),
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '0' } }),
  })]);
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: endpoint.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    CHAT_TABLE: table.table,
    CHAT_CALLBACK_URL: 'https://unused.invalid',
    CHAT_TASKS_URL: `${sqs.endpoint}/1/tasks`,
    CHAT_DEAD_LETTERS_URL: `${sqs.endpoint}/1/dead`,
    CHAT_PRESENCE: 'members',
    CHAT_POSTS_PER_SECOND: '500',
    CHAT_METRICS_NAMESPACE: 'Gatehouse/Chat',
    CHAT_METRICS_API: 'team-chat',
  });
  const props = { ...table, now: () => Date.now() };
  await new DynamoRooms(props).create('r1');
  const registry = new DynamoRegistry(props);
  await registry.register({ id: ALICE, user: 'alice', since: Date.now(), expiresAt: 0 });
  await registry.subscribe({ id: ALICE, user: 'alice', room: 'r1', role: 'member', epoch: { epoch: 1, shards: 1 } }, 50);
  endpoint.connect([ALICE]);
});
beforeEach(() => {
  lines = [];
  endpoint.reset();
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  process.env = BEFORE;
  await Promise.all([table.stop(), endpoint.stop(), sqs.stop()]);
});

describe('the functions that deliver, wired by their environment alone', () => {
  test('the dispatcher tells a room what was stored, and writes its metrics', async () => {
    const handler = dispatcherHandler(process.env);
    expect(await handler({ Records: [said('r1', 1)] }, CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(endpoint.frames(ALICE).map((frame) => JSON.parse(frame).seq)).toEqual([1]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ Api: 'team-chat', Delivered: 1 })]);
  });

  test('the deliverer carries a task out', async () => {
    const handler = delivererHandler(process.env);
    expect(await handler({ Records: [{ messageId: 'm', body: TASK }] }, CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(endpoint.frames(ALICE)).toEqual(['{"type":"direct"}']);
  });

  test('the replay puts a dead letter back, asked with nothing at all', async () => {
    const handler = replayHandler(process.env);
    expect(await handler(null, CONTEXT)).toEqual({ tasks: 1, streamBatches: 0, left: 0, lost: [], unreadable: [], failed: [] });
    expect(sqs.calls.map(({ operation }) => operation)).toEqual(['ReceiveMessage', 'SendMessageBatch', 'DeleteMessage', 'ReceiveMessage', 'GetQueueAttributes']);
  });

  test('a pace that is none keeps them from starting', () => {
    expect(() => deliveryPortsIn({ ...process.env, CHAT_POSTS_PER_SECOND: '0' })).toThrow('CHAT_POSTS_PER_SECOND');
    expect(() => deliveryPortsIn({ ...process.env, CHAT_TABLE: '' })).toThrow('CHAT_TABLE');
  });
});
