import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Waiver } from '../core/waiver';

/** Times a task is taken before it is put aside. */
const TRIES = 3;

export interface ChatQueuesProps {
  readonly encryptionKey?: IKey;
  /** How long whoever takes a task may keep it. */
  readonly visibilityTimeout: Duration;
}

/** The delivery tasks of a chat, and those nobody could carry out. */
export class ChatQueues extends Construct {
  public readonly tasks: Queue;
  public readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { encryptionKey, visibilityTimeout }: ChatQueuesProps) {
    super(scope, id);
    const encryption = encryptionKey ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED;
    const common = { encryption, encryptionMasterKey: encryptionKey, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) });
    this.tasks = new Queue(this, 'Tasks', {
      ...common,
      visibilityTimeout,
      // Whoever was away for a day asks for the history.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });
    Waiver.record(this.deadLetters, {
      control: 'dead-letter queue of the dead-letter queue',
      reason: 'It is the end of the line: an alarm says that something is in it, and a function puts it back',
      rules: ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
    });
  }
}
