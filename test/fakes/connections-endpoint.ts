import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connected, ConnectionsBook, Delivery, isConnectionId, Misbehaviour } from './connections-book';
import { Throttle, TokenBucket } from './connections-bucket';
import { shapeFault, SignatureFault, signatureFault, Signer } from './connections-signature';

export { connectionId } from './connections-book';
export type { Delivery, Misbehaviour } from './connections-book';

export interface ConnectionsOptions {
  /** @default any that is free */
  readonly port?: number;
  /** The stage of the API, in the path. @default 'prod' */
  readonly stage?: string;
  /** Milliseconds until a request is answered. @default 0 */
  readonly latencyMs?: number;
  /** What share of that comes or goes, by chance. @default 0 */
  readonly jitter?: number;
  /** The throttle of the account. @default - none */
  readonly throttle?: Throttle;
  /** Check signatures in full, not only that they are there. @default - by their shape */
  readonly signer?: Signer;
  /** Whether to keep the texts that were posted. @default true */
  readonly keepFrames?: boolean;
  /** Told of every frame that reached a connection: for gateways that have real sockets. */
  readonly onFrame?: (id: string, frame: string) => void;
  /** Told of connections that were closed by DELETE. */
  readonly onClose?: (id: string) => void;
}

/** How many requests were answered how. `requests` is all of them. */
export interface ConnectionsTotals { readonly requests: number; readonly byStatus: Readonly<Record<number, number>> }

/** AWS: "payload" of a callback; the service model says 131,072 bytes. */
const LARGEST = 131_072;

/**
 * The @connections endpoint of a WebSocket API, over HTTP, as strict as AWS is known to be: 403 without a signature, 400 for what is no connection id,
 * 410 for connections that are not there, 413, and 429 both for the throttle of the account and for one slow client.
 * Answers to 410 and 429 have no body, only the header `x-amzn-errortype`: SDKs show them as errors without a message.
 */
export class ConnectionsEndpoint {
  public static async start(options: ConnectionsOptions = {}): Promise<ConnectionsEndpoint> {
    const endpoint = new ConnectionsEndpoint(options);
    await new Promise<void>((ready) => endpoint.server.listen(options.port ?? 0, '127.0.0.1', ready));
    return endpoint;
  }

  private readonly book: ConnectionsBook;
  private readonly server: Server;
  private readonly prefix: string;
  private bucket?: TokenBucket;
  private byStatus: Record<number, number> = {};
  private requests = 0;

  private constructor(private readonly options: ConnectionsOptions) {
    this.book = new ConnectionsBook(options.keepFrames ?? true);
    this.prefix = `/${options.stage ?? 'prod'}/@connections/`;
    this.throttle(options.throttle);
    this.server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => this.read(request, response));
  }

  /** What a callback URL is: with the stage, without a slash at the end. */
  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${this.options.stage ?? 'prod'}`;
  }

  public connect(ids: readonly string[]): void {
    this.book.connect(ids);
  }

  public disconnect(id: string): void {
    this.book.disconnect(id);
  }

  /** From now on its buffer is full. */
  public slow(id: string): void {
    this.misbehave(id, 'slow');
  }

  public misbehave(id: string, kind: Misbehaviour, times = Infinity): void {
    this.book.misbehave(id, kind, times);
  }

  public behave(id: string): void {
    this.book.behave(id);
  }

  /** The throttle of the account from now on, with a full bucket. */
  public throttle(throttle: Throttle | undefined): void {
    this.bucket = throttle && new TokenBucket(throttle);
  }

  public connected(): readonly string[] {
    return this.book.ids();
  }

  public deliveries(id: string): readonly Delivery[] {
    return this.book.deliveries(id);
  }

  public frames(id: string): readonly string[] {
    return this.deliveries(id).flatMap(({ frame }) => frame ?? []);
  }

  /** How many frames each open connection got. */
  public counts(): ReadonlyMap<string, number> {
    return this.book.counts();
  }

  /** When every frame arrived, in milliseconds since 1970: all connections together, in no order. */
  public arrivals(): Float64Array {
    return this.book.arrivals();
  }

  public totals(): ConnectionsTotals {
    return { requests: this.requests, byStatus: { ...this.byStatus } };
  }

  /** Forget what happened, not who is connected. */
  public reset(): void {
    this.book.forgetDeliveries();
    this.byStatus = {};
    this.requests = 0;
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((stopped) => this.server.close(() => stopped()));
  }

  private read(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.soon(() => this.answer(request, response, chunks)));
  }

  private soon(then: () => void): void {
    const { latencyMs = 0, jitter = 0 } = this.options;
    if (latencyMs === 0) then();
    else setTimeout(then, latencyMs * (1 + jitter * (Math.random() * 2 - 1)));
  }

  /** In the order in which AWS can know: who asks, whether it may now, which connection, what is sent. */
  private answer(request: IncomingMessage, response: ServerResponse, chunks: readonly Buffer[]): void {
    this.requests += 1;
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    const { signer } = this.options;
    const fault = signer ? signatureFault(request, body, signer) : shapeFault(request);
    if (fault) return this.refuse(response, 403, fault);
    if (!request.url?.startsWith(this.prefix)) return this.refuse(response, 403, { type: 'ForbiddenException', message: 'Forbidden' });
    if (this.bucket && !this.bucket.take()) return this.refuse(response, 429, 'LimitExceededException');
    const id = decoded(request.url.slice(this.prefix.length));
    if (!isConnectionId(id)) return this.refuse(response, 400, { type: 'BadRequestException', message: `Invalid connectionId: ${id}` });
    if (request.method === 'POST' && body.length > LARGEST) return this.refuse(response, 413, 'PayloadTooLargeException');
    const connected = this.book.find(id);
    if (!connected) return this.refuse(response, 410, 'GoneException');
    this.carryOut(request.method, { id, connected, body, response });
  }

  private carryOut(method: string | undefined, asked: Asked): void {
    const { connected: { connectedAt }, id, response } = asked;
    if (method === 'POST') return this.post(asked);
    if (method === 'GET') {
      const at = new Date(connectedAt).toISOString();
      const body = JSON.stringify({ connectedAt: at, identity: { sourceIp: '127.0.0.1', userAgent: 'test' }, lastActiveAt: at });
      return this.end(response, 200, { body });
    }
    if (method !== 'DELETE') return this.refuse(response, 403, { type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' });
    this.book.disconnect(id);
    this.end(response, 204);
    this.options.onClose?.(id);
  }

  private post(asked: Asked): void {
    const { connected, id, body, response } = asked;
    const misbehaviour = misbehaviourOf(connected);
    if (misbehaviour && misbehaviour !== 'spurious') return this.fail(misbehaviour, response);
    const { onFrame } = this.options;
    const frame = () => body.toString('utf8');
    this.book.deliver(connected, frame);
    if (misbehaviour) this.refuse(response, 410, 'GoneException');
    else this.end(response, 200);
    onFrame?.(id, frame());
  }

  private fail(kind: Exclude<Misbehaviour, 'spurious'>, response: ServerResponse): void {
    if (kind === 'slow') this.refuse(response, 429, 'LimitExceededException');
    if (kind === 'error') this.refuse(response, 500, { type: 'InternalServerErrorException', message: 'Internal server error' });
    if (kind === 'reset') response.socket?.destroy();
  }

  private refuse(response: ServerResponse, status: number, fault: SignatureFault | string): void {
    const { type, message } = typeof fault === 'string' ? { type: fault, message: undefined } : fault;
    this.end(response, status, { body: message === undefined ? '' : JSON.stringify({ message }), headers: ['x-amzn-errortype', type] });
  }

  private end(response: ServerResponse, status: number, { body = '', headers = [] }: { body?: string; headers?: readonly string[] } = {}): void {
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
    response.sendDate = false;
    const length = ['content-length', String(Buffer.byteLength(body))];
    const type = body === '' ? [] : ['content-type', 'application/json'];
    response.writeHead(status, ['x-amzn-requestid', String(this.requests), ...length, ...type, ...headers]);
    response.end(body);
  }
}

interface Asked { readonly id: string; readonly connected: Connected; readonly body: Buffer; readonly response: ServerResponse }

/** What it does this time. */
function misbehaviourOf(connected: Connected): Misbehaviour | undefined {
  const { misbehaviour } = connected;
  if (!misbehaviour || misbehaviour.times <= 0) return undefined;
  misbehaviour.times -= 1;
  return misbehaviour.kind;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
