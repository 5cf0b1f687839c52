import { Agent as HttpAgent, ClientRequest, IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Signer, SignerOptions, Unsigned } from './signer';
import { log } from '../../shared/log';
import type { Callback, PostOutcome } from '../ports';

export interface HttpCallbackOptions extends SignerOptions {
  /** With the stage, without a slash at the end. */
  readonly url: string;
  /** Posts under way at once; others wait. @default 128 */
  readonly maxSockets?: number;
  /** Milliseconds for a post, connecting included. @default 3000 */
  readonly patience?: number;
}

const MAX_SOCKETS = 128;
const PATIENCE = 3_000;
/** Statuses of API Gateway that mean something of their own. */
const OUTCOMES: ReadonlyMap<number, PostOutcome> = new Map([[200, 'delivered'], [410, 'gone'], [429, 'throttled']]);
/** What is said for no answer at all: no status of HTTP. */
const NO_ANSWER = 0;

/** A connection that was to be closed may still be open. */
export class NotClosed extends Error {
  public override readonly name = 'NotClosed';

  constructor(readonly status: number) {
    super(`API Gateway did not close the connection: status ${status}`);
  }
}

/**
 * The @connections endpoint, over connections that are kept open. Not AWS's client: that takes several times the CPU for a post, and tries again
 * on its own when it is told to wait.
 */
export class HttpCallback implements Callback {
  private readonly signer: Signer;
  private readonly base: URL;
  private readonly agent: HttpAgent;
  private readonly patience: number;
  private readonly complained = new Set<number>();

  constructor(options: HttpCallbackOptions) {
    const { url, maxSockets = MAX_SOCKETS, patience = PATIENCE } = options;
    this.base = new URL(url);
    this.signer = new Signer(options);
    this.patience = patience;
    const sockets = { keepAlive: true, maxSockets, scheduling: 'lifo' } as const;
    this.agent = this.isSecure() ? new HttpsAgent(sockets) : new HttpAgent(sockets);
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
  public destroy(): void {
    this.agent.destroy();
  }

  private unsigned(method: Unsigned['method'], connection: string, body: string): Unsigned {
    const path = `${this.base.pathname.replace(/\/$/, '')}/@connections/${encodeURIComponent(connection)}`;
    return { method, host: this.base.host, path, body };
  }

  private async send(unsigned: Unsigned): Promise<number> {
    const headers = await this.signer.sign(unsigned);
    const deadline = performance.now() + this.patience;
    return this.attempt(unsigned, { headers, deadline, agent: this.agent });
  }

  /**
   * The status, or NO_ANSWER. The other side may close an idle connection just when it is used again; then nobody has looked at the request, or
   * nobody will know that it was done twice, because every frame can be told from its copy. So it is sent once more, over a connection of its own.
   */
  private attempt(unsigned: Unsigned, { headers, deadline, agent }: Attempt): Promise<number> {
    return new Promise((resolve) => {
      const request = this.open(unsigned, { headers, agent }, (response) => {
        resolve(response.statusCode ?? NO_ANSWER);
        response.resume();
      });
      const timer = setTimeout(() => request.destroy(new TooSlow()), deadline - performance.now());
      request.once('close', () => {
        clearTimeout(timer);
        resolve(NO_ANSWER); // unless there was an answer
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = request.reusedSocket && error.code === 'ECONNRESET';
        resolve(isStale ? this.attempt(unsigned, { headers, deadline, agent: false }) : NO_ANSWER);
      });
      request.end(unsigned.body);
    });
  }

  private open({ method, path, body }: Unsigned, { headers, agent }: Omit<Attempt, 'deadline'>, answered: (response: IncomingMessage) => void): ClientRequest {
    const { hostname, port } = this.base;
    const options = { method, agent, hostname, port, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } };
    return this.isSecure() ? requestHttps(options, answered) : requestHttp(options, answered);
  }

  private isSecure(): boolean {
    return this.base.protocol === 'https:';
  }

  /** Once for each status in the life of a container: a wrong permission would write a line for every post. */
  private complain(status: number): void {
    if (this.complained.has(status)) return;
    this.complained.add(status);
    log('error', 'posts to connections fail', { status: status === NO_ANSWER ? 'no answer' : status });
  }
}

/** Nobody catches it: it tells the end of patience from a connection that was closed. */
class TooSlow extends Error {
  public override readonly name = 'TooSlow';
}

interface Attempt { readonly headers: Readonly<Record<string, string>>; readonly deadline: number; readonly agent: HttpAgent | false }
