import { setTimeout as sleep } from 'node:timers/promises';
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MESSAGE_PREFIX } from '../../../../lib/chat/chat-contract';
import type { StreamAnswer, StreamEvent } from '../../../../runtime/chat/dispatcher/dispatcher';
import type { StreamRecord } from '../../../../runtime/chat/dispatcher/stream-record';

type Image = Record<string, AttributeValue>;

/** How often AWS looks at a stream, about. */
const POLL_MS = 25;

/**
 * The stream of the table, which dynalite does not have: the rows of messages are read over and over, and what is new or changed goes to the
 * dispatcher, at least once, as the event source mapping of the chat would have it.
 */
export class LocalStream {
  private readonly seen = new Map<string, string>();
  private readonly reading: Promise<void>;
  private isOver = false;

  constructor(
    private readonly source: { readonly client: DynamoDBDocumentClient; readonly table: string },
    private readonly dispatch: (event: StreamEvent) => Promise<StreamAnswer>,
  ) {
    this.reading = this.read();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.reading;
  }

  private async read(): Promise<void> {
    while (!this.isOver) {
      const records = await this.changes();
      const { batchItemFailures: [failure] } = records.length > 0 ? await this.dispatch({ Records: records }) : { batchItemFailures: [] };
      const failed = failure ? records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failure.itemIdentifier) : records.length;
      records.slice(0, failed).forEach((record) => this.seen.set(keyOf(record), imageOf(record)));
      await sleep(POLL_MS);
    }
  }

  private async changes(): Promise<readonly StreamRecord[]> {
    const rows = await this.rows();
    return rows.map(recordOf)
      .filter((record) => this.seen.get(keyOf(record)) !== imageOf(record))
      .sort((one, other) => keyOf(one) < keyOf(other) ? -1 : 1)
      .map((record, index) => ({
        eventName: this.seen.has(keyOf(record)) ? 'MODIFY' : 'INSERT',
        dynamodb: { ...record.dynamodb, SequenceNumber: String(index + 1) },
      }));
  }

  private async rows(): Promise<readonly Image[]> {
    const rows: Image[] = [];
    let from: Image | undefined;
    do {
      const page = await this.source.client.send(new ScanCommand({
        TableName: this.source.table,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :prefix)',
        ExpressionAttributeValues: { ':prefix': { S: MESSAGE_PREFIX } },
        ...from && { ExclusiveStartKey: from },
      }));
      rows.push(...page.Items ?? []);
      from = page.LastEvaluatedKey;
    } while (from);
    return rows;
  }
}

const recordOf = (row: Image): StreamRecord => ({ dynamodb: { Keys: { pk: row.pk, sk: row.sk }, NewImage: row } });
const keyOf = ({ dynamodb }: StreamRecord): string => `${dynamodb?.Keys?.pk?.S} ${dynamodb?.Keys?.sk?.S}`;
const imageOf = ({ dynamodb }: StreamRecord): string => JSON.stringify(dynamodb?.NewImage);
