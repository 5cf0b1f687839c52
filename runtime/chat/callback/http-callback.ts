import type * as Undici from 'undici';
import { Signer, SignerOptions, Unsigned } from './signer';
import { log } from '../../shared/log';
import type { Callback, PostOutcome } from '../ports';

export interface HttpCallbackOptions extends SignerOptions {
  /** With the stage, without a slash at the end. */
  readonly url: string;
  /** Posts under way at once; others wait. Two tasks go side by side, with a hundred each. @default 256 */
  readonly maxSockets?: number;
  /** Milliseconds until an answer begins, up to a second more, because undici's timers are no more exact than that. @default 3000 */
  readonly patience?: number;
}

const MAX_SOCKETS = 256;
const PATIENCE = 3_000;
/** Milliseconds to connect, within a Region. With the answer, and both a second late, a post takes six seconds at most. */
const CONNECT = 1_000;
/** Statuses of API Gateway that mean something of their own. */
const OUTCOMES: ReadonlyMap<number, PostOutcome> = new Map([[200, 'delivered'], [410, 'gone'], [429, 'throttled']]);
/** What is said for no answer at all: no status of HTTP. */
const NO_ANSWER = 0;
/** A connection that was closed before there was an answer. */
const CLOSED: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** A connection that was to be closed may still be open. */
export class NotClosed extends Error {
  public override readonly name = 'NotClosed';

  constructor(readonly status: number) {
    super(`API Gateway did not close the connection: status ${status}`);
  }
}

/**
 * The @connections endpoint, over connections that are kept open. Not AWS's client: that takes several times the CPU for a post, and tries again
 * on its own when it is told to wait. Not node:http either, which takes half as much again as undici.
 */
export class HttpCallback implements Callback {
  private readonly signer: Signer;
  private readonly base: URL;
  private readonly connections: Required<Pick<HttpCallbackOptions, 'maxSockets' | 'patience'>>;
  private pool?: Undici.Pool;
  private readonly complained = new Set<number>();

  constructor(options: HttpCallbackOptions) {
    const { url, maxSockets = MAX_SOCKETS, patience = PATIENCE } = options;
    this.base = new URL(url);
    this.signer = new Signer(options);
    this.connections = { maxSockets, patience };
  }

  public async post(connection: string, frame: string): Promise<PostOutcome> {
    const status = await this.send(this.unsigned('POST', connection, frame));
    const outcome = OUTCOMES.get(status) ?? 'failed';
    if (outcome === 'failed') this.complain(status);
    return outcome;
  }

  public async close(connection: string): Promise<void> {
    const status = await this.send(this.unsigned('DELETE', connection, ''));
    if (status !== 200 && status !== 204 && status !== 410) throw new NotClosed(status);
  }

  /** Close what is kept open. */
  public async destroy(): Promise<void> {
    await this.pool?.destroy();
  }

  private unsigned(method: Unsigned['method'], connection: string, body: string): Unsigned {
    const path = `${this.base.pathname.replace(/\/$/, '')}/@connections/${encodeURIComponent(connection)}`;
    return { method, host: this.base.host, path, body };
  }

  /**
   * The status, or NO_ANSWER. The other side may close an idle connection just when it is used again; then nobody has looked at the request, or
   * nobody will know that it was done twice, because every frame can be told from its copy. So it is sent once more, over a connection of its own.
   */
  private async send(unsigned: Unsigned): Promise<number> {
    const { method, path, body } = unsigned;
    const request = { method, path, body, headers: await this.signer.sign(unsigned) };
    this.pool ??= this.open(this.connections.maxSockets);
    const status = await answer(this.pool, request);
    if (status !== 'closed') return status;
    const alone = this.open(1);
    const again = await answer(alone, request);
    await alone.destroy();
    return again === 'closed' ? NO_ANSWER : again;
  }

  /** Loaded when it is used: a function that only closes a connection now and then starts without. */
  private open(connections: number): Undici.Pool {
    const { Pool } = require('undici') as typeof Undici;
    const { patience } = this.connections;
    const connect = { timeout: Math.min(CONNECT, patience) };
    return new Pool(this.base.origin, { connections, connect, headersTimeout: patience, bodyTimeout: patience });
  }

  /** Once for each status in the life of a container: a wrong permission would write a line for every post. */
  private complain(status: number): void {
    if (this.complained.has(status)) return;
    this.complained.add(status);
    log('error', 'posts to connections fail', { status: status === NO_ANSWER ? 'no answer' : status });
  }
}

async function answer(pool: Undici.Pool, request: Undici.Dispatcher.RequestOptions): Promise<number | 'closed'> {
  try {
    const { statusCode, body } = await pool.request(request);
    await body.dump().catch(() => undefined); // the status has said it all
    return statusCode;
  } catch (error) {
    return CLOSED.has((error as { readonly code?: unknown }).code) ? 'closed' : NO_ANSWER;
  }
}
