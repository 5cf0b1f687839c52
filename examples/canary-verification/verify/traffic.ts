import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from './evidence';

const CLIENTS = 5;
/** Ten requests a second of them all. */
const INTERVAL_MS = 500;
const PATIENCE_MS = 15_000;

/** Clients of the deployed API, who note what they get. */
export class Traffic {
  readonly replies: Reply[] = [];
  private isOn = true;
  private readonly clients: readonly Promise<void>[];

  constructor(private readonly url: string) {
    this.clients = Array.from({ length: CLIENTS }, (_, index) => this.client(index));
  }

  /** All replies, in the order in which they were asked for. */
  async stop(): Promise<readonly Reply[]> {
    this.isOn = false;
    await Promise.all(this.clients);
    return this.replies.sort((one, other) => one.at - other.at);
  }

  private async client(index: number): Promise<void> {
    await sleep(index * INTERVAL_MS / CLIENTS);
    for (; this.isOn; await sleep(INTERVAL_MS)) this.replies.push(await ask(this.url));
  }
}

async function ask(url: string): Promise<Reply> {
  const at = Date.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return { at, ...replyFrom(response.status, response.headers.get('x-amzn-requestid') ?? undefined, await response.text()) };
  } catch {
    return { at, status: 0 };
  }
}

/** The answer of a release says which it is, and while there is a canary also whether it comes from that. */
export function replyFrom(status: number, requestId: string | undefined, body: string): Omit<Reply, 'at'> {
  try {
    const { release, canary } = JSON.parse(body) as { readonly release?: string; readonly canary?: string };
    return { status, requestId, release, isCanary: canary === 'true' || canary === 'false' ? canary === 'true' : undefined };
  } catch {
    return { status, requestId };
  }
}
