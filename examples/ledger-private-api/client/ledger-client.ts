import { Caller, plainFetch, Request, signedFetch } from './signed-fetch';

/** How the ledger answered. */
export interface Answer {
  readonly status: number;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

/** What a caller wants to be written down. */
export interface NewEntry {
  readonly amount: number;
  readonly currency: string;
  readonly memo: string;
}

/** The ledger as another service of the VPC uses it. Copy this one. */
export class LedgerClient {
  private readonly base: string;

  constructor(url: string, private readonly caller: Caller) {
    this.base = url.replace(/\/*$/, '');
  }

  /** Send it again with the same key, after a timeout or a 5xx: it is posted once. */
  async post(account: string, idempotencyKey: string, entry: NewEntry): Promise<Answer> {
    return this.signed({
      method: 'POST',
      url: this.urlOf(account, 'entries'),
      headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(entry),
    });
  }

  async entries(account: string, limit: number, nextToken?: string): Promise<Answer> {
    const url = this.urlOf(account, 'entries');
    url.searchParams.set('limit', String(limit));
    if (nextToken !== undefined) url.searchParams.set('nextToken', nextToken);
    return this.signed({ method: 'GET', url });
  }

  async balance(account: string): Promise<Answer> {
    return this.signed({ method: 'GET', url: this.urlOf(account, 'balance') });
  }

  /** As somebody who has got into the VPC and has no identity. */
  async balanceUnsigned(account: string): Promise<Answer> {
    return answered(await plainFetch({ method: 'GET', url: this.urlOf(account, 'balance') }));
  }

  private urlOf(account: string, what: 'entries' | 'balance'): URL {
    return new URL(`${this.base}/accounts/${encodeURIComponent(account)}/${what}`);
  }

  private async signed(request: Request): Promise<Answer> {
    return answered(await signedFetch(this.caller, request));
  }
}

async function answered(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
