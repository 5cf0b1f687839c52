import { setTimeout as sleep } from 'node:timers/promises';
import { BatchResultErrorEntry, SendMessageBatchCommand, SQSClient, SQSClientConfig } from '@aws-sdk/client-sqs';
import { batchesOf, taskText } from './batches';
import type { Task } from '../fan-out/task';
import type { Tasks } from '../ports';

/** The longest wait before each further try of what SQS did not take, in milliseconds. */
const WAITS = [100, 300, 900];
/** AWS: "DelaySeconds", 15 minutes. */
const LONGEST_DELAY = 900;

export interface SqsTasksProps { readonly client: SQSClient; readonly url: string }

/** SQS did not take all tasks, though it was asked several times. */
export class TasksRefused extends Error {
  public override readonly name = 'TasksRefused';
}

/** One client per container. `AWS_ENDPOINT_URL_SQS` sends it to a queue on this machine, by the SDK itself. */
export function sqsClient(config: SQSClientConfig = {}): SQSClient {
  return new SQSClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true }, ...config });
}

/** The queue of delivery tasks on SQS. Batches go one after the other; when one fails, those before it have been sent. */
export class SqsTasks implements Tasks {
  private readonly client: SQSClient;
  private readonly url: string;

  constructor({ client, url }: SqsTasksProps) {
    [this.client, this.url] = [client, url];
  }

  public async put(tasks: readonly Task[], delaySeconds = 0): Promise<void> {
    const delay = Math.min(LONGEST_DELAY, Math.max(0, Math.ceil(delaySeconds)));
    for (const batch of batchesOf(tasks.map(taskText))) await this.putBatch(batch, delay);
  }

  private async putBatch(batch: readonly string[], delay: number): Promise<void> {
    let left = batch;
    for (const wait of [...WAITS, undefined]) {
      const failed = await this.send(left, delay);
      if (failed.length === 0) return;
      if (wait === undefined || failed.some(({ SenderFault }) => SenderFault)) throw refusal(failed);
      left = failed.map(({ Id }) => left[Number(Id)]);
      await sleep(wait * Math.random());
    }
  }

  private async send(texts: readonly string[], DelaySeconds: number): Promise<readonly BatchResultErrorEntry[]> {
    const Entries = texts.map((MessageBody, index) => ({ Id: String(index), MessageBody, DelaySeconds }));
    return (await this.client.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries }))).Failed ?? [];
  }
}

function refusal(failed: readonly BatchResultErrorEntry[]): TasksRefused {
  return new TasksRefused(`SQS did not take ${failed.length} tasks: ${[...new Set(failed.map(({ Code }) => Code))].join(', ')}`);
}
