import {
  DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, ResourceNotFoundException, TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { StreamBatch } from './dead-letter';
import { Stream, StreamTrimmed } from './replay';
import type { StreamRecord } from '../dispatcher/stream-record';

/** Pages may be empty, even many of them; a stream whose end nobody has closed has nothing else at its end. */
const EMPTY_PAGES = 50;

/** The stream of a table of DynamoDB. */
export class DynamoStream implements Stream {
  constructor(private readonly client: DynamoDBStreamsClient) {}

  public async *read(batch: StreamBatch): AsyncGenerator<readonly StreamRecord[]> {
    const last = BigInt(batch.endSequenceNumber);
    let iterator = await unlessTrimmed(this.begin(batch));
    for (let empty = 0; iterator !== undefined && empty < EMPTY_PAGES;) {
      const { Records = [], NextShardIterator }: { Records?: StreamRecord[]; NextShardIterator?: string } = await unlessTrimmed(
        this.client.send(new GetRecordsCommand({ ShardIterator: iterator })),
      );
      const wanted = Records.filter((record) => numberOf(record) <= last);
      empty = Records.length === 0 ? empty + 1 : 0;
      if (wanted.length > 0) yield wanted;
      iterator = Records.some((record) => numberOf(record) >= last) ? undefined : NextShardIterator;
    }
  }

  private async begin({ streamArn, shardId, startSequenceNumber }: StreamBatch): Promise<string | undefined> {
    const { ShardIterator } = await this.client.send(new GetShardIteratorCommand({
      StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: startSequenceNumber,
    }));
    return ShardIterator;
  }
}

const numberOf = ({ dynamodb }: StreamRecord): bigint => BigInt(dynamodb?.SequenceNumber ?? 0);

/** Shards go away with their records, too. */
async function unlessTrimmed<Answer>(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    const isTrimmed = error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException;
    throw isTrimmed ? new StreamTrimmed('the stream has no such records any more') : error;
  }
}
