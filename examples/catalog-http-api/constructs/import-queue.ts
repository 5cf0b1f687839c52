import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption, QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export interface ImportQueueProps {
  /** What takes the imports out. */
  readonly worker: IFunction;
  /** Who is told when imports are set aside. */
  readonly topic: ITopic;
}

const COMMON: QueueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Holds imports until there is time for them, so that a supplier never waits for us and a flood never reaches the table. */
export class ImportQueue extends Construct {
  public readonly queue: Queue;
  /** What could not be imported. From here it is looked at, and sent back with "DLQ redrive". */
  public readonly setAside: Queue;

  constructor(scope: Construct, id: string, { worker, topic }: ImportQueueProps) {
    super(scope, id);
    // Longer than the other: the days a message has spent there count here too.
    this.setAside = new Queue(this, 'SetAside', { ...COMMON, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Default', {
      ...COMMON,
      retentionPeriod: Duration.days(4),
      // AWS recommends six times the timeout of the function, which is 30 s ("Configuring an SQS queue for use with Lambda").
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: this.setAside, maxReceiveCount: 5 },
    });
    this.consumeWith(worker);
    this.alarm(topic);
    Waiver.record(this.setAside, {
      control: 'dead-letter queue of the dead-letter queue',
      reason: 'This is where messages end. Nothing takes them out by itself, so none can fail any further',
      rules: ['Serverless-SQSRedrivePolicy'],
    });
  }

  /** Two workers at a time: what one table takes without being noticed. Only the messages of a batch that failed come again. */
  private consumeWith(worker: IFunction): void {
    this.queue.grantConsumeMessages(worker);
    const mapping = new EventSourceMapping(this, 'ToWorker', {
      target: worker, eventSourceArn: this.queue.queueArn, batchSize: 10, maxConcurrency: 2, reportBatchItemFailures: true,
    });
    Waiver.record(mapping, {
      control: 'failure destination of the event source mapping',
      reason: 'Lambda has none for queues: what fails goes back to the queue, and from there to its dead-letter queue',
      rules: ['Serverless-LambdaEventSourceMappingDestination'],
    });
  }

  private alarm(topic: ITopic): void {
    this.setAside.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' })
      .createAlarm(this, 'SetAsideAlarm', {
        alarmDescription: 'Imports were set aside because they failed again and again: look at the log of the worker, and redrive them',
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new SnsAction(topic));
  }
}
