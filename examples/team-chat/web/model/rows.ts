import { ChatMessage } from './messages';
import { Outgoing } from './outgoing';
import { RoomState } from './room';
import { sameDay } from './time';

/** What stands in the list of messages, from top to bottom. `key` stays the same as long as it is the same thing. */
export type Row = DayRow | NewRow | MessageRow;
export interface DayRow { readonly kind: 'day'; readonly key: string; readonly at: number }
export interface NewRow { readonly kind: 'new'; readonly key: string }
export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly from: string;
  readonly mine: boolean;
  readonly at: number;
  readonly body: string;
  readonly redacted: boolean;
  /** Said right after something of the same person: the name is not repeated. */
  readonly continued: boolean;
  /** What became of a message of mine. Of stored ones only the newest says it. */
  readonly delivery?: Delivery;
  /** Its own id, to try again. */
  readonly cid: string;
}

export type Delivery =
  | { readonly state: 'sending' }
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'sent'; readonly readBy: readonly string[] };

/** Messages of one person within this time belong together. */
const TOGETHER_MS = 5 * 60_000;

/** The rows of a room, for me. What the server says of the room itself, under no name, is not news. */
export function rowsOf(state: RoomState, me: string): Row[] {
  const rows = [...state.messages.map((message) => storedRow(message, me)), ...state.outgoing.map((one) => outgoingRow(one, me))];
  const newest = newestOfMine(state.messages, me);
  const told = rows.map((row) => (newest && row.cid === newest.cid ? { ...row, delivery: deliveryOf(state, newest) } : row));
  const newAt = state.messages.find(({ seq, from }) => state.newAfter !== undefined && seq > state.newAfter && from !== me && from !== '');
  return told.flatMap((row, index) => separated(row, { before: told[index - 1], isNew: newAt !== undefined && row.key === keyOf(newAt) }));
}

function separated(row: MessageRow, { before, isNew }: { readonly before?: MessageRow; readonly isNew: boolean }): Row[] {
  const newDay = !before || !sameDay(before.at, row.at);
  const day: Row[] = newDay ? [{ kind: 'day', key: `day ${new Date(row.at).toDateString()}`, at: row.at }] : [];
  const line: Row[] = isNew ? [{ kind: 'new', key: 'new' }] : [];
  const continued = !newDay && !isNew && before.from === row.from && row.at - before.at < TOGETHER_MS;
  return [...day, ...line, { ...row, continued }];
}

/** Mine keep their key while they are sent: it is made of what I know before the server answers. */
const keyOf = ({ from, cid }: { readonly from: string; readonly cid: string }): string => `message ${cid} ${from}`;

function storedRow(message: ChatMessage, me: string): MessageRow {
  const { from, cid, ts, body, redacted = false } = message;
  return { kind: 'message', key: keyOf(message), from, mine: from === me, at: ts, body, redacted, continued: false, cid };
}

function outgoingRow({ cid, body, at, failed }: Outgoing, me: string): MessageRow {
  const delivery: Delivery = failed === undefined ? { state: 'sending' } : { state: 'failed', code: failed };
  return { kind: 'message', key: keyOf({ from: me, cid }), from: me, mine: true, at, body, redacted: false, continued: false, cid, delivery };
}

function newestOfMine(messages: readonly ChatMessage[], me: string): ChatMessage | undefined {
  return messages.filter(({ from, redacted }) => from === me && !redacted).at(-1);
}

function deliveryOf({ reads }: RoomState, { seq }: ChatMessage): Delivery {
  return { state: 'sent', readBy: [...reads].filter(([, read]) => read >= seq).map(([user]) => user) };
}
