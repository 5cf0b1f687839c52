import { Refusal } from './refusal';

/** Which part of a list is asked for. `after` is the key of the last entry of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string[];
}

export interface Page<Entry> {
  readonly entries: Entry[];
  /** Where the next page starts; none on the last page. */
  readonly next?: string[];
}

/** Tokens are opaque to callers, so that the keys behind them can change. They are no secret and grant nothing. */
export function tokenOf(key: string[] | undefined): string | undefined {
  return key && Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a token back, trusting nothing: it comes from the caller. `parts` is how many strings its key has. */
export function keyOf(token: string, parts: number): string[] {
  const key = parsed(Buffer.from(token, 'base64url').toString());
  const readable = Array.isArray(key) && key.length === parts && key.every((part) => typeof part === 'string' && part !== '');
  if (!readable) throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', 'nextToken is not one this list gave out; start again without it');
  return key;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
