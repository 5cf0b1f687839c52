import { Refusal } from './refusal';

/** Which part of an account is asked for. `before` is the place of the last entry of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly before?: number;
}

export interface Page<Entry> {
  readonly entries: Entry[];
  /** Where the next page starts; none on the last page. */
  readonly next?: number;
}

/** Tokens are opaque to callers, so that what is behind them can change. They are no secret and grant nothing. */
export function tokenOf(place: number | undefined): string | undefined {
  return place === undefined ? undefined : Buffer.from(`before:${place}`).toString('base64url');
}

/** Reads a token back, trusting nothing: it comes from the caller. */
export function placeOf(token: string): number {
  const [, place] = /^before:([1-9]\d{0,14})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (!place) throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', 'nextToken is not one this list gave out; start again without it');
  return Number(place);
}
