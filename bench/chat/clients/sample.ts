import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { FRAME, sdkClient } from './poster';
import { program } from './program';

export interface SampleTask {
  readonly url: string;
  readonly table: string;
  readonly sender: string;
  /** Whether the function is gone once it has answered, as Lambda freezes it, or everything it has begun may end. */
  readonly freeze: boolean;
}

export interface SampleAnswer {
  readonly statusCode: number;
  readonly error?: string;
  readonly endedAfterMs: number;
  readonly deletedRows: number;
  /** Until everything that was begun has ended; the same, when it was frozen. */
  readonly settledAfterMs: number;
}

/**
 * How the official sample (aws-samples/simple-websockets-chat-app) tells everybody, rebuilt from a description of what it does: one page of a scan,
 * everything at once, and a status that clients of this version have elsewhere.
 */
program(async ({ url, table, sender, freeze }: SampleTask): Promise<SampleAnswer> => {
  const start = performance.now();
  const told = await tellEverybody({ url, table, sender });
  const endedAfterMs = performance.now() - start;
  if (!freeze) await Promise.allSettled(told.posts);
  return { ...told.answer, endedAfterMs, deletedRows: told.deleted(), settledAfterMs: performance.now() - start };
});

async function tellEverybody({ url, table, sender }: Omit<SampleTask, 'freeze'>) {
  const [rows, api] = [DynamoDBDocumentClient.from(new DynamoDBClient({})), sdkClient(url)];
  let deletedRows = 0;
  const { Items = [] } = await rows.send(new ScanCommand({ TableName: table, ProjectionExpression: 'connectionId' }));
  const posts = Items.map(async ({ connectionId }) => {
    try {
      await api.send(new PostToConnectionCommand({ ConnectionId: String(connectionId), Data: FRAME }));
    } catch (error) {
      if (!hasStatus(error) || error.statusCode !== 410) throw error;
      await rows.send(new DeleteCommand({ TableName: table, Key: { connectionId: sender } }));
      deletedRows += 1;
    }
  });
  return { posts, answer: await outcome(posts), deleted: () => deletedRows };
}

async function outcome(posts: readonly Promise<void>[]): Promise<Pick<SampleAnswer, 'statusCode' | 'error'>> {
  try {
    await Promise.all(posts);
    return { statusCode: 200 };
  } catch (error) {
    return { statusCode: 500, error: error instanceof Error ? error.name : String(error) };
  }
}

function hasStatus(error: unknown): error is { readonly statusCode: number } {
  return typeof error === 'object' && error !== null && 'statusCode' in error;
}
