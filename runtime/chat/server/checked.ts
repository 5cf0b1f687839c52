import { fitsFrame } from '../actions/size';
import type { Draft } from '../ports';
import type { ChatHistoryOptions } from './chat-server';
import { CID_PATTERN, HISTORY_MAX, ROOM_PATTERN } from '../protocol/limits';

const ROOM = new RegExp(ROOM_PATTERN);
const CID = new RegExp(CID_PATTERN);
/** A user is part of keys, which have 2 KB for the partition and 1 KB for the sort key (AWS: "Partition key length", "Sort key length"). */
const USER_BYTES = 512;
const WELL_FORMED = /^\P{Cs}*$/u;

/** What is asked of the chat cannot be done, ever: the message says what to write instead. */
export class ChatInputError extends TypeError {
  public override readonly name = 'ChatInputError';
}

export function checkedRoom(room: string): string {
  return must(room, isText(room) && ROOM.test(room), 'the room', 'letters, digits, "-" and "_", 1 to 64 of them');
}

export function checkedUser(user: string, what = 'the user'): string {
  const isGood = isText(user) && user !== '' && WELL_FORMED.test(user) && Buffer.byteLength(user) <= USER_BYTES;
  return must(user, isGood, what, `well-formed text of 1 to ${USER_BYTES} bytes, as the claim "sub" of tokens has it`);
}

/** Also for the server itself, which has the empty name. */
export function checkedSender(from: string): string {
  return from === '' ? from : checkedUser(from, 'from');
}

export function checkedRole(role: string): string {
  return must(role, isText(role) && ROOM.test(role), 'the role', '"reader", which may not send, or a word of your own: letters, digits, "-" and "_", 1 to 64 of them');
}

export function checkedCid(cid: string): string {
  return must(cid, isText(cid) && CID.test(cid), 'the cid', 'letters, digits, "-" and "_", 1 to 64 of them');
}

export function checkedSeq(seq: number, what = 'the seq'): number {
  return must(seq, Number.isSafeInteger(seq) && seq >= 0, what, 'the seq of a message: a whole number, 0 or more');
}

/** Its text is not repeated: errors end in logs. */
export function checkedDraft(draft: Draft): Draft {
  const { body } = draft;
  if (!isText(body) || body === '' || !WELL_FORMED.test(body)) throw new ChatInputError('the body of a message is well-formed text that is not empty');
  if (!fitsFrame(draft)) throw new ChatInputError('the body is too long: with its envelope a message must fit into a frame of 32 KB; send a link to longer ones');
  return draft;
}

export function checkedRetention(days: number): number {
  return must(days, Number.isFinite(days) && days >= 0, 'retentionDays', 'a number of days, 0 for ever');
}

export function checkedHistory({ before, after, limit }: ChatHistoryOptions): ChatHistoryOptions {
  if (before !== undefined && after !== undefined) throw new ChatInputError('a page of the history has "before" or "after", not both');
  if (limit !== undefined) must(limit, Number.isInteger(limit) && limit >= 1 && limit <= HISTORY_MAX, 'the limit', `a whole number from 1 to ${HISTORY_MAX}`);
  if (before !== undefined) checkedSeq(before, 'before');
  if (after !== undefined) checkedSeq(after, 'after');
  return { before, after, limit };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function must<Value>(value: Value, isGood: boolean, what: string, rule: string): Value {
  if (!isGood) throw new ChatInputError(`${what} ${JSON.stringify(value)?.slice(0, 80)} is not ${rule}`);
  return value;
}
