import { ChatMessage } from './messages';

/** A message of mine that is not stored yet, or could not be. */
export interface Outgoing {
  readonly cid: string;
  readonly body: string;
  /** When it was written: milliseconds since 1970. */
  readonly at: number;
  /** Why it could not be sent: a code of the protocol. Not there while it is on its way. */
  readonly failed?: string;
}

export function without(outgoing: readonly Outgoing[], cid: string): readonly Outgoing[] {
  return outgoing.filter((one) => one.cid !== cid);
}

/** What has come back as a message is not on its way any more. */
export function withStored(outgoing: readonly Outgoing[], items: readonly ChatMessage[]): readonly Outgoing[] {
  const stored = new Set(items.map(({ cid }) => cid));
  return outgoing.filter(({ cid }) => !stored.has(cid));
}
