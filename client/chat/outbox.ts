import { backoff } from './backoff';
import type { Send } from '../../runtime/chat/protocol/frames';

/** The server gives an answer within this time, or none (the functions of the chat have 5 seconds): then the message is sent again. */
export const ACK_MS = 10_000;

export interface Identity { readonly room: string; readonly cid: string }

/** A message on its way. */
export interface Draft extends Identity {
  readonly body: string;
  readonly giveUpAt: number;
  /** It may have been sent before, by a page that was left. */
  readonly again?: boolean;
}

interface Entry extends Draft { attempt: number; notBefore: number; /** Where it was sent, while an answer may come. */ via?: object }

/**
 * Messages that are not known to be stored. One of a room is under way at a time, as the server may take two in either order;
 * sent again it has the same `cid`, so that it is stored once.
 */
export class Outbox {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly random: () => number) {}

  add(draft: Draft): void {
    this.entries.set(keyOf(draft), { ...draft, attempt: 0, notBefore: -Infinity });
  }

  /** What to send now over this connection: the oldest of each room that may be sent to, unless it waits. */
  take(via: object, ready: (room: string) => boolean, now: number): Send[] {
    const due = this.heads().filter((entry) => entry.notBefore <= now && ready(entry.room));
    return due.map((entry) => {
      const { room, cid, body, again = false, attempt } = entry;
      entry.via = via;
      entry.notBefore = now + ACK_MS * 2 ** Math.min(entry.attempt++, 3);
      return { action: 'send', room, cid, body, ...(again || attempt > 0) && { again: true } };
    });
  }

  /** What of this room has been sent and not been answered. */
  underWay(room: string): Identity | undefined {
    return this.heads().find((entry) => entry.room === room && entry.via !== undefined);
  }

  /** Stored, given up or refused. Whether it was there. */
  remove(message: Identity): boolean {
    return this.entries.delete(keyOf(message));
  }

  /** Not stored, and worth another try at this time. */
  postpone(message: Identity, until: number): void {
    const entry = this.entries.get(keyOf(message));
    if (entry) this.wait(entry, until);
  }

  /** Something failed, and it is not known for which message: all that are under way are tried again, not all at once. */
  doubt(now: number): void {
    for (const entry of this.entries.values()) {
      if (entry.via) this.wait(entry, now + 1_000 + backoff(entry.attempt, this.random));
    }
  }

  /** The connection is no more: no answer will come over it. */
  lost(via: object): void {
    for (const entry of this.entries.values()) {
      if (entry.via === via) this.wait(entry, -Infinity);
    }
  }

  /** Take those out whose time is over. */
  expired(now: number): Draft[] {
    return this.takeOut((entry) => entry.giveUpAt <= now);
  }

  /** Take everything of a room out, or everything. */
  clear(room?: string): Draft[] {
    return this.takeOut((entry) => room === undefined || entry.room === room);
  }

  /** When there is something to do, if nothing happens before. What is due now and not taken waits for its connection. */
  dueAt(now: number): number | undefined {
    const times = [...this.entries.values()].flatMap(({ giveUpAt, notBefore }) => [giveUpAt, notBefore]).filter((time) => time > now);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private heads(): Entry[] {
    const heads = new Map<string, Entry>();
    for (const entry of this.entries.values()) {
      if (!heads.has(entry.room)) heads.set(entry.room, entry);
    }
    return [...heads.values()];
  }

  private wait(entry: Entry, until: number): void {
    entry.via = undefined;
    entry.notBefore = until;
  }

  private takeOut(which: (entry: Entry) => boolean): Draft[] {
    const out = [...this.entries.values()].filter(which);
    out.forEach((entry) => this.entries.delete(keyOf(entry)));
    return out;
  }
}

const keyOf = ({ room, cid }: Identity): string => `${room} ${cid}`;
