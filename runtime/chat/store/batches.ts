import { setTimeout as sleep } from 'node:timers/promises';

/** AWS: "BatchWriteItem" takes up to 25 requests. */
const BATCH = 25;
/** The longest wait before each further try, in milliseconds; then it is an error. */
const WAITS = [50, 100, 200, 400, 800];

type Write<Request> = (batch: readonly Request[]) => Promise<readonly Request[]>;

/** Write everything, 25 by 25. `write` answers with what DynamoDB had no capacity for: that is tried again, a little later. */
export async function inBatches<Request>(requests: readonly Request[], write: Write<Request>): Promise<void> {
  for (let start = 0; start < requests.length; start += BATCH) await patiently(requests.slice(start, start + BATCH), write);
}

async function patiently<Request>(batch: readonly Request[], write: Write<Request>): Promise<void> {
  let left = await write(batch);
  for (const wait of WAITS) {
    if (left.length === 0) return;
    await sleep(wait * Math.random());
    left = await write(left);
  }
  if (left.length > 0) throw new RangeError(`DynamoDB had no capacity for ${left.length} of ${batch.length} writes, ${WAITS.length + 1} times`);
}
