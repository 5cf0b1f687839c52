import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../../../runtime/chat/store/batches';
import { documentClient } from '../../../../runtime/chat/store/client';
import { alive, plainRow } from '../../../../runtime/chat/store/row';
import { startChatTable } from '../support/chat-table';

test('the client goes where AWS_ENDPOINT_URL_DYNAMODB says', async () => {
  const { table, endpoint, stop } = await startChatTable();
  const before = process.env;
  process.env = { ...before, AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const client = documentClient();
  expect((await client.send(new GetCommand({ TableName: table, Key: { pk: 'a', sk: 'b' } }))).Item).toBeUndefined();
  client.destroy();
  process.env = before;
  await stop();
});

test('a batch has 25 requests at most', async () => {
  const sizes: number[] = [];
  await inBatches(Array.from({ length: 60 }, (_, i) => i), async (batch) => { sizes.push(batch.length); return []; });
  expect(sizes).toEqual([25, 25, 10]);
});

test('a row lives until its second comes, and for ever without one', () => {
  expect([{ ttl: 10 }, { ttl: 11 }, {}].map((row) => alive(row, 10_999))).toEqual([false, true, true]);
});

test('a row of a stream has texts, numbers and truths', () => {
  expect(plainRow({ pk: { S: '' }, seq: { N: '12' }, redacted: { BOOL: true } })).toEqual({ pk: '', seq: 12, redacted: true });
});
