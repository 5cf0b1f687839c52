import type { Draft, Messages, Now, Range, Stored } from '../ports';
import { History } from './history';
import { messageKey, onceKey, roomKey } from './keys';
import { messageFrom, messageOf, messageRow, onceTtl, voidRow } from './message-row';
import type { Place } from './message-row';
import type { Row } from './row';
import { ALIVE, Table } from './table';
import type { Outcome, TableProps } from './table';
import type { ChatMessage } from '../protocol/frames';

/** After this a message that has a place, but is not in it, goes to a new one, so that it does not appear behind its readers. */
export const REBIND_AFTER_MS = 10_000;

export interface DynamoMessagesProps extends TableProps {
  /** 0 keeps messages for ever. */
  readonly retentionDays: number;
}

/** A message was for a room that there is not. */
export class NoSuchRoom extends Error {
  override readonly name = 'NoSuchRoom';

  constructor(readonly room: string) {
    super(`there is no room ${room}`);
  }
}

/**
 * Messages in the table of the chat, each exactly once. A place (`seq`) is taken, the `cid` is bound to it, the message is put into it, and every
 * one of these writes looks before it leaps. A `cid` leaves its place only for good: first the place is made void, by the same kind of write that
 * would put the message there. Hence there is a message in the place the `cid` is bound to or nowhere, however slow any sender is and whatever
 * the clocks say.
 */
export class DynamoMessages implements Messages {
  private readonly table: Table;
  private readonly now: Now;
  private readonly retentionDays: number;
  private readonly history: History;

  constructor(props: DynamoMessagesProps) {
    this.table = new Table(props);
    this.now = props.now;
    this.retentionDays = props.retentionDays;
    this.history = new History(this.table);
  }

  async store(draft: Draft): Promise<Stored> {
    return (draft.again ? await this.storedBefore(draft) : undefined) ?? this.storeInTurn(draft);
  }

  async page(room: string, range: Range): Promise<readonly ChatMessage[]> {
    return this.history.page(room, range);
  }

  async redact(room: string, seq: number): Promise<boolean> {
    const when = `${ALIVE} AND attribute_not_exists(#void)`;
    return (await this.table.update(messageKey(room, seq), { set: 'SET #redacted = :true, #body = :empty', when, values: { true: true, empty: '' } })).done;
  }

  /** What is sent again is mostly stored, or has a place: taking another would leave a gap, and the readers of the room wait at gaps. */
  private async storedBefore(draft: Draft): Promise<Stored | undefined> {
    const row = await this.table.get(onceKey(draft.room, draft.from, draft.cid));
    return row && this.settle(draft, placeIn(row));
  }

  /** Starting over means that somebody else got on with this very message meanwhile: it comes to an end. */
  private async storeInTurn(draft: Draft): Promise<Stored> {
    const fresh = await this.nextPlace(draft.room);
    const place = await this.bind(draft, fresh);
    if (!place) return this.storeInTurn(draft);
    return await this.settle(draft, place) ?? await this.move(draft, place, fresh) ?? this.storeInTurn(draft);
  }

  /**
   * Into the place that was taken; too late for that, the place is given up. Nothing when it is void. A fresh place can be late as well: functions
   * are frozen between two events, with what they did not wait for.
   */
  private async settle(draft: Draft, place: Place): Promise<Stored | undefined> {
    return this.now() - place.at > REBIND_AFTER_MS ? this.close(draft.room, place) : this.write(draft, place);
  }

  private async nextPlace(room: string): Promise<Place> {
    const taken = await this.table.update(roomKey(room), { set: 'ADD #seq :one', when: 'attribute_exists(#pk)', values: { one: 1 } });
    if (!taken.done) throw new NoSuchRoom(room);
    return { seq: Number(taken.row.seq), at: this.now() };
  }

  /** The place of this `cid`: a fresh one, or the one it has. Nothing when it has just been forgotten. */
  private async bind({ room, from, cid }: Draft, fresh: Place): Promise<Place | undefined> {
    const key = onceKey(room, from, cid);
    const bound = await this.table.insert({ ...key, ...fresh, ttl: onceTtl(fresh) });
    if (bound.done) return fresh;
    const row = bound.row ?? await this.table.get(key);
    return row && placeIn(row);
  }

  /** Put the message into its place, where it may be already. Nothing when the place is void. */
  private async write(draft: Draft, place: Place): Promise<Stored | undefined> {
    const message = messageOf(draft, place);
    const written = await this.table.insert(messageRow(draft.room, message, this.retentionDays));
    return written.done ? { message, duplicate: false } : this.standing(draft.room, place, written);
  }

  /** Make a place void, unless the message is in it. */
  private async close(room: string, place: Place): Promise<Stored | undefined> {
    const closed = await this.table.insert(voidRow(room, place.seq, this.now()));
    return closed.done ? undefined : this.standing(room, place, closed);
  }

  private async standing(room: string, { seq }: Place, { row }: Outcome): Promise<Stored | undefined> {
    const standing = row ?? await this.table.get(messageKey(room, seq));
    const message = standing && messageFrom(standing);
    return message && { message, duplicate: true };
  }

  /** Out of a void place. Nothing when somebody else was faster, or the void place is the fresh one. */
  private async move(draft: Draft, from: Place, to: Place): Promise<Stored | undefined> {
    if (from.seq === to.seq) return undefined;
    const values = { from: from.seq, to: to.seq, at: to.at, ttl: onceTtl(to) };
    const change = { set: 'SET #seq = :to, #at = :at, #ttl = :ttl', when: '#seq = :from', values };
    const moved = await this.table.update(onceKey(draft.room, draft.from, draft.cid), change);
    return moved.done ? this.settle(draft, to) : undefined;
  }
}

function placeIn(row: Row): Place {
  return { seq: Number(row.seq), at: Number(row.at) };
}
