import type { Connection, Exceeded, NewSubscription, Now, Present, Rate, Registry, Subscription } from '../ports';
import {
  CONNECTION_PREFIX, SUBSCRIPTION_PREFIX, connectionKey, connectionPk, roomConnectionKey, shardKey, shardOf, strangerKey, subscriptionKey,
  userConnectionKey, userPk,
} from './keys';
import type { Key } from './keys';
import { interval, latestTat, waitOf } from './rate';
import { alive, connectionTtl } from './row';
import type { Row } from './row';
import { ALIVE, Table } from './table';
import type { TableProps } from './table';

/** Violations are counted in windows of this many milliseconds. */
const WINDOW_MS = 60_000;

/** The registry in the table of the chat. */
export class DynamoRegistry implements Registry {
  private readonly table: Table;
  private readonly now: Now;

  constructor(props: TableProps) {
    this.table = new Table(props);
    this.now = props.now;
  }

  /**
   * The user's side first: whoever may join can be found by the name of the user, to be taken out of a room or closed. A second hello finds both
   * rows and leaves them alone: it must not give the connection a fresh allowance.
   */
  async register({ id, user, since, expiresAt }: Connection): Promise<void> {
    const ttl = connectionTtl(this.now());
    await this.table.insert({ ...userConnectionKey(user, id), since, ttl });
    await this.table.insert({ ...connectionKey(id), user, since, expiresAt, ttl });
  }

  async find(id: string): Promise<Connection | undefined> {
    const row = await this.table.get(connectionKey(id));
    return row && { id, user: String(row.user), since: Number(row.since), expiresAt: Number(row.expiresAt) };
  }

  /**
   * One write after a pause, two otherwise: the first is for a connection whose allowance is full, the second takes from the rest,
   * or counts the violation. Where frames overtake each other between the two, a violation can stay uncounted; never a frame.
   */
  async takeFrame(id: string, rate: Rate): Promise<'ok' | 'unknown' | Exceeded> {
    const now = this.now();
    const fromFull = await this.table.update(connectionKey(id), {
      set: 'SET #tat = :next', when: `${ALIVE} AND (attribute_not_exists(#tat) OR #tat <= :now)`, values: { now, next: now + interval(rate) },
    });
    if (fromFull.done) return 'ok';
    const row = fromFull.row ?? await this.table.get(connectionKey(id));
    if (!row || !alive(row, now)) return 'unknown';
    const wait = waitOf(Number(row.tat), now, rate);
    if (wait > 0) return { retryAfterMs: wait, violations: await this.violation(id, row, now) };
    return await this.takeRest(id, now, rate) ? 'ok' : { retryAfterMs: Math.ceil(interval(rate)), violations: violationsOf(row, now) + 1 };
  }

  /** In a row of its own, as the rows of a connection are those of one that said hello. */
  async countStranger(id: string): Promise<number> {
    const { frames } = await this.table.upsert(strangerKey(id), 'SET #ttl = :ttl ADD #frames :one', { ttl: connectionTtl(this.now()), one: 1 });
    return Number(frames);
  }

  async takeTyping(id: string, everyMs: number): Promise<boolean> {
    const now = this.now();
    const when = `${ALIVE} AND (attribute_not_exists(#typingAt) OR #typingAt <= :before)`;
    return (await this.table.update(connectionKey(id), { set: 'SET #typingAt = :now', when, values: { now, before: now - everyMs } })).done;
  }

  /**
   * The room's side first: whatever `forget` can see has both sides, so that it leaves nothing behind. Then the rows are counted, and no counter
   * is kept: a counter would count a room twice that is joined twice, and would be wrong for ever after a crash. As everybody counts after having
   * written, the limit always holds; of two that meet at the last place both may be refused. A connection that went away meanwhile is refused too.
   */
  async subscribe({ id, user, room, role, epoch }: NewSubscription, maxRooms: number): Promise<Subscription | undefined> {
    const key = shardKey(room, epoch.epoch, shardOf(id, epoch.shards));
    const [since, ttl] = [this.now(), connectionTtl(this.now())];
    await this.table.put({ ...roomConnectionKey(key, id), user, since, ttl });
    const before = await this.table.put({ ...subscriptionKey(id, room), shardKey: key, user, role, since, ttl });
    if (before && before.shardKey !== key) await this.table.delete(roomConnectionKey(String(before.shardKey), id));
    const rows = await this.table.all({ pk: connectionPk(id), only: ['sk', 'ttl'] });
    const subscriptions = rows.filter(isSubscription).length;
    if (subscriptions <= maxRooms && subscriptions < rows.length) return { shardKey: key, user, role };
    await this.unsubscribe(id, room);
    return undefined;
  }

  /** The room's side first, here too: nobody stays in a room whose own side says otherwise. A join that comes in between wins, by its later `since`. */
  async unsubscribe(id: string, room: string): Promise<void> {
    const row = await this.table.get(subscriptionKey(id, room));
    if (!row) return;
    const values = { since: row.since };
    await this.table.deleteIf(roomConnectionKey(String(row.shardKey), id), '#since = :since', values);
    await this.table.deleteIf(subscriptionKey(id, room), '#since = :since', values);
  }

  /** Where it is in the room stays as it is: whoever is on the way from one shard to another could be missed by a delivery. */
  async changeRole(id: string, room: string, role: string): Promise<void> {
    await this.table.update(subscriptionKey(id, room), { set: 'SET #role = :role', when: ALIVE, values: { role } });
  }

  async subscription(id: string, room: string): Promise<Subscription | undefined> {
    const row = await this.table.get(subscriptionKey(id, room));
    return row && { shardKey: String(row.shardKey), user: String(row.user), role: String(row.role) };
  }

  async roomsOf(id: string): Promise<readonly string[]> {
    const rows = await this.table.all({ pk: connectionPk(id), where: 'begins_with(#sk, :prefix)', values: { prefix: SUBSCRIPTION_PREFIX } });
    return rows.map(roomOf);
  }

  /** The connections' own rows last: they are what a second try goes by. */
  async forget(ids: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(ids.map(async (id) => ({ id, rows: await this.table.all({ pk: connectionPk(id) }) })));
    await this.table.deleteAll(found.flatMap(({ id, rows }) => otherSides(id, rows)));
    const rows = found.flatMap((each) => each.rows);
    await this.table.deleteAll(rows.map(({ pk, sk }): Key => ({ pk: String(pk), sk: String(sk) })));
    return [...new Set(rows.filter(isSubscription).map(roomOf))];
  }

  async *connectionsOf(key: string): AsyncGenerator<readonly Present[]> {
    for await (const rows of this.table.pages({ pk: key, only: ['sk', 'user', 'since', 'ttl'] })) yield rows.map((row) => present(row, String(row.user)));
  }

  async connectionsOfUser(user: string): Promise<readonly Present[]> {
    const rows = await this.table.all({ pk: userPk(user), where: 'begins_with(#sk, :prefix)', values: { prefix: CONNECTION_PREFIX } });
    return rows.map((row) => present(row, user));
  }

  private async takeRest(id: string, now: number, rate: Rate): Promise<boolean> {
    const values = { interval: interval(rate), latest: latestTat(now, rate) };
    return (await this.table.update(connectionKey(id), { set: 'SET #tat = #tat + :interval', when: `${ALIVE} AND #tat <= :latest`, values })).done;
  }

  private async violation(id: string, row: Row, now: number): Promise<number> {
    const before = violationsOf(row, now);
    const values = { one: 1, window: windowOf(now) };
    const counted = await this.table.update(connectionKey(id), before > 0
      ? { set: 'ADD #violations :one', when: `${ALIVE} AND #violationWindow = :window`, values }
      : { set: 'SET #violations = :one, #violationWindow = :window', when: `${ALIVE} AND (attribute_not_exists(#violationWindow) OR #violationWindow < :window)`, values });
    return counted.done ? Number(counted.row.violations) : before + 1;
  }
}

const windowOf = (now: number): number => Math.floor(now / WINDOW_MS);
const violationsOf = (row: Row, now: number): number => row.violationWindow === windowOf(now) ? Number(row.violations) : 0;
const isSubscription = ({ sk }: Row): boolean => String(sk).startsWith(SUBSCRIPTION_PREFIX);
const roomOf = ({ sk }: Row): string => String(sk).slice(SUBSCRIPTION_PREFIX.length);
/** Where rooms and users know a connection. */
function otherSides(id: string, rows: readonly Row[]): readonly Key[] {
  const users = new Set(rows.map(({ user }) => String(user)));
  return [
    ...rows.filter(isSubscription).map((row) => roomConnectionKey(String(row.shardKey), id)),
    ...[...users].map((user) => userConnectionKey(user, id)),
  ];
}

const present = ({ sk, since }: Row, user: string): Present => ({ id: String(sk).slice(CONNECTION_PREFIX.length), user, since: Number(since) });
