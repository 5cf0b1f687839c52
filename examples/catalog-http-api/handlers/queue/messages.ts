import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Delivery } from '../catalogue/delivery';
import { Refusal } from '../catalogue/refusal';
import { faultOf, Log, writeLine } from '../log';

export type Consumer = (delivery: Delivery) => Promise<void>;

/**
 * Makes a Lambda handler for a queue. Messages are taken at the same time and fail by themselves: only what failed comes again,
 * and lands in the dead-letter queue when it failed too often. Every message leaves one line in the log.
 */
export function fromQueue(consume: Consumer, log: Log = writeLine): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    const failures = await Promise.all(Records.map((record) => failureOf(record, consume, log)));
    return { batchItemFailures: failures.flat() };
  };
}

async function failureOf(record: SQSRecord, consume: Consumer, log: Log): Promise<SQSBatchResponse['batchItemFailures']> {
  const { messageId, body, attributes: { ApproximateReceiveCount, SentTimestamp } } = record;
  const entry = { timestamp: new Date().toISOString(), messageId, received: Number(ApproximateReceiveCount) };
  try {
    await consume({ body, sentAt: Number(SentTimestamp) });
    log(JSON.stringify({ ...entry, level: 'INFO' }));
    return [];
  } catch (error) {
    // What the supplier got wrong is worth a warning; it comes again like a fault of ours, because nobody is there to be told.
    const details = error instanceof Refusal ? { level: 'WARN', code: error.code } : { level: 'ERROR', code: 'INTERNAL_ERROR' };
    log(JSON.stringify({ ...entry, ...details, ...faultOf(error) }));
    return [{ itemIdentifier: messageId }];
  }
}
