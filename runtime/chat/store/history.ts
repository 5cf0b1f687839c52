import type { Range } from '../ports';
import { bucketOf, messagePk, messageSk, roomKey } from './keys';
import { messageFrom } from './message-row';
import type { Query, Table } from './table';
import type { ChatMessage } from '../protocol/frames';

/** Buckets without a single message that are passed on the way back before that counts as the beginning of the history. */
const EMPTY_BUCKETS = 3;

/**
 * Pages of a room's messages. A page begins in the bucket of its `seq` and goes on in the next ones until it is full. Messages run out in their
 * order, so that what is kept is one stretch of buckets that ends at the room's head.
 */
export class History {
  constructor(private readonly table: Table) {}

  async page(room: string, range: Range): Promise<readonly ChatMessage[]> {
    return 'before' in range ? this.before(room, range.before, range.limit) : this.after(room, range.after, range.limit);
  }

  private async before(room: string, before: number, limit: number): Promise<readonly ChatMessage[]> {
    const older = (bucket: number): Query => ({ pk: messagePk(room, bucket), where: '#sk < :sk', values: { sk: messageSk(before) }, newestFirst: true });
    const start = bucketOf(Math.max(0, before - 1));
    const newest = await this.read(older(start), limit);
    const next = start > 0 && newest.length < limit ? Math.min(start - 1, await this.headBucket(room)) : -1;
    for (let bucket = next, empty = 0; bucket >= 0 && newest.length < limit && empty < EMPTY_BUCKETS; bucket -= 1) {
      const found = await this.read(older(bucket), limit - newest.length);
      newest.push(...found);
      empty = found.length ? 0 : empty + 1;
    }
    return newest.reverse();
  }

  private async after(room: string, after: number, limit: number): Promise<readonly ChatMessage[]> {
    const newer = (bucket: number): Query => ({ pk: messagePk(room, bucket), where: '#sk > :sk', values: { sk: messageSk(after) } });
    const start = bucketOf(after + 1);
    const oldest = await this.read(newer(start), limit);
    if (oldest.length === limit) return oldest;
    const head = await this.headBucket(room);
    for (let bucket = start + 1; bucket <= head && oldest.length < limit; bucket += 1) {
      const found = await this.read(newer(bucket), limit - oldest.length);
      oldest.push(...found);
      if (found.length === 0) bucket = await this.firstFilled(room, bucket + 1, head) - 1;
    }
    return oldest;
  }

  private async headBucket(room: string): Promise<number> {
    const row = await this.table.get(roomKey(room));
    return row ? bucketOf(Number(row.seq)) : -1;
  }

  /** By halving: everything before it has run out. The one after `high` when there is none. */
  private async firstFilled(room: string, low: number, high: number): Promise<number> {
    if (low > high) return low;
    const middle = Math.floor((low + high) / 2);
    if (!(await this.hasNewest(room, middle))) return this.firstFilled(room, middle + 1, high);
    return low === middle ? low : this.firstFilled(room, low, middle);
  }

  /** Whether the last row of a bucket has not run out: then something is left of it. */
  private async hasNewest(room: string, bucket: number): Promise<boolean> {
    for await (const rows of this.table.pages({ pk: messagePk(room, bucket), newestFirst: true, pageSize: 1 })) return rows.length > 0;
    return false;
  }

  private async read(query: Query, limit: number): Promise<ChatMessage[]> {
    const messages: ChatMessage[] = [];
    for await (const rows of this.table.pages({ ...query, pageSize: limit })) {
      messages.push(...rows.flatMap((row) => messageFrom(row) ?? []));
      if (messages.length >= limit) break;
    }
    return messages.slice(0, limit);
  }
}
