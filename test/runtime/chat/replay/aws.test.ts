import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { JsonService, Operation } from './json-service';
import type { StreamRecord } from '../../../../runtime/chat/dispatcher/stream-record';
import { DynamoStream } from '../../../../runtime/chat/replay/dynamo-stream';
import { StreamTrimmed } from '../../../../runtime/chat/replay/replay';
import { SqsDeadLetters } from '../../../../runtime/chat/replay/sqs-dead-letters';
import { said, sequenceNumber } from '../dispatcher/stream';

const open: { stop(): Promise<void> }[] = [];

afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())));

async function started(operations: Readonly<Record<string, Operation>>): Promise<JsonService> {
  const service = await JsonService.start(operations);
  open.push(service);
  return service;
}

describe('the stream', () => {
  const records = Array.from({ length: 5 }, (_, index) => said('r1', index + 1));
  const BATCH = {
    streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2025',
    shardId: 'shardId-00000001',
    startSequenceNumber: sequenceNumber(records[1]),
    endSequenceNumber: sequenceNumber(records[3]),
  };

  /** Records from the second one on, in pages of these sizes; the shard goes on for ever. */
  function pages(...sizes: number[]): Operation {
    let at = 1;
    return () => {
      const size = sizes.shift() ?? 0;
      at += size;
      return { Records: records.slice(at - size, at), NextShardIterator: `i${at}-${sizes.length}` };
    };
  }

  async function read(operations: Readonly<Record<string, Operation>>) {
    const service = await started({ GetShardIterator: () => ({ ShardIterator: 'first' }), ...operations });
    const client = new DynamoDBStreamsClient(service.config);
    open.push({ stop: async () => client.destroy() });
    const found: (readonly StreamRecord[])[] = [];
    for await (const page of new DynamoStream(client).read(BATCH)) found.push(page);
    return { found, service };
  }

  test('is read from the first record that failed to the last, with empty pages in between, and no further', async () => {
    const { found, service } = await read({ GetRecords: pages(1, 0, 0, 3) });
    expect(found.flat().map(sequenceNumber)).toEqual(records.slice(1, 4).map(sequenceNumber));
    expect(service.calls[0]).toEqual({
      operation: 'GetShardIterator',
      input: {
        StreamArn: BATCH.streamArn, ShardId: BATCH.shardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: BATCH.startSequenceNumber,
      },
    });
    expect(service.calls.slice(1).map(({ input }) => input.ShardIterator)).toEqual(['first', 'i2-3', 'i2-2', 'i2-1']);
  });

  test('ends where the shard ends', async () => {
    const { found } = await read({ GetRecords: () => ({ Records: records.slice(1, 2) }) });
    expect(found.flat()).toHaveLength(1);
  });

  test('does not wait for what will not come', async () => {
    const { found, service } = await read({ GetRecords: pages(1) });
    expect(found.flat()).toHaveLength(1);
    expect(service.calls.length).toBeLessThan(100);
  });

  test.each(['TrimmedDataAccessException', 'ResourceNotFoundException'])('%s means that it does not go back so far', async (__type) => {
    await expect(read({ GetShardIterator: () => ({ __type }) })).rejects.toThrow(StreamTrimmed);
  });

  test('another error is an error', async () => {
    await expect(read({ GetRecords: () => ({ __type: 'LimitExceededException' }) })).rejects.toThrow(expect.objectContaining({ name: 'LimitExceededException' }));
  });
});

describe('the dead letters', () => {
  async function letters(operations: Readonly<Record<string, Operation>>) {
    const service = await started(operations);
    const client = new SQSClient({ ...service.config, md5: false });
    open.push({ stop: async () => client.destroy() });
    return { service, dead: new SqsDeadLetters(client, `${service.endpoint}/1/dead`) };
  }

  test('are received, ours for as long as the function runs, and deleted or given back', async () => {
    const { service, dead } = await letters({
      ReceiveMessage: () => ({ Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: 'text' }] }), DeleteMessage: () => ({}), ChangeMessageVisibility: () => ({}),
    });
    const [letter] = await dead.receive();
    expect(letter).toEqual({ id: 'm', receipt: 'r', body: 'text' });
    await dead.delete(letter);
    await dead.release(letter);
    expect(service.calls.map(({ operation, input: { QueueUrl, ...input } }) => [operation, input])).toEqual([
      ['ReceiveMessage', { MaxNumberOfMessages: 10, VisibilityTimeout: 360, WaitTimeSeconds: 1 }],
      ['DeleteMessage', { ReceiptHandle: 'r' }],
      ['ChangeMessageVisibility', { ReceiptHandle: 'r', VisibilityTimeout: 0 }],
    ]);
  });

  test('are counted, those that somebody has included', async () => {
    const Attributes = { ApproximateNumberOfMessages: '4', ApproximateNumberOfMessagesNotVisible: '3' };
    expect(await (await letters({ GetQueueAttributes: () => ({ Attributes }) })).dead.size()).toBe(7);
    expect(await (await letters({ ReceiveMessage: () => ({}) })).dead.receive()).toEqual([]);
  });
});
