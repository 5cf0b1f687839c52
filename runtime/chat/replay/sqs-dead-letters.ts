import {
  ChangeMessageVisibilityCommand, DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetters, Letter } from './replay';

/** AWS: messages in one answer. */
const MOST = 10;
/** Seconds until others can see what we have: longer than the function runs. */
export const OURS = 360;
/** Seconds: with a pause SQS asks all its servers, without one only some of them. */
const PATIENCE = 1;

/** The queue of what could not be delivered, on SQS. */
export class SqsDeadLetters implements DeadLetters {
  constructor(private readonly client: SQSClient, private readonly url: string) {}

  public async receive(): Promise<readonly Letter[]> {
    const { Messages = [] } = await this.client.send(new ReceiveMessageCommand({
      QueueUrl: this.url, MaxNumberOfMessages: MOST, VisibilityTimeout: OURS, WaitTimeSeconds: PATIENCE,
    }));
    return Messages.map(({ MessageId: id = '', ReceiptHandle: receipt = '', Body: body = '' }) => ({ id, receipt, body }));
  }

  public async delete({ receipt }: Letter): Promise<void> {
    await this.client.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: receipt }));
  }

  public async release({ receipt }: Letter): Promise<void> {
    await this.client.send(new ChangeMessageVisibilityCommand({ QueueUrl: this.url, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
  }

  public async size(): Promise<number> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await this.client.send(new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: [...names] }));
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }
}
