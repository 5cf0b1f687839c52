import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { ConnectionsEndpoint, type ConnectionsOptions } from './connections-endpoint';
import { authorize, type GatewayAuthorizer, type Verdict } from './websocket-gateway-authorizer';
import {
  authorizerEvent, connectEvent, disconnectEvent, type GatewayIdentity, messageEvent, newId, type Peer,
} from './websocket-gateway-events';
import { FrameSizes } from './websocket-gateway-frames';
import { complaint, type GatewayHandler, invoke, refuse } from './websocket-gateway-integration';

export type { GatewayAuthorizer } from './websocket-gateway-authorizer';
export type { GatewayEvent } from './websocket-gateway-events';
export type { GatewayHandler } from './websocket-gateway-integration';

/** With `reply` the route has a route response; without, what the backend answers goes nowhere. */
export type GatewayRoute =
  | { readonly handler: GatewayHandler; readonly reply?: boolean }
  /** A MOCK integration whose response template gives this text. */
  | { readonly mock: string; readonly reply?: boolean };

/** `$disconnect` is best effort: AWS may call it never, late, or again. */
export type DisconnectMood = 'once' | 'never' | 'twice' | { readonly afterMs: number };

export interface GatewayOptions extends Partial<Omit<GatewayIdentity, 'domainName'>> {
  readonly authorizer?: GatewayAuthorizer;
  /** By route key: own ones, and `$connect`, `$disconnect`, `$default`. */
  readonly routes: Readonly<Record<string, GatewayRoute>>;
  readonly disconnects?: DisconnectMood;
  /** What the callback URL does. */
  readonly connections?: Omit<ConnectionsOptions, 'stage' | 'onFrame' | 'onClose'>;
}

/** AWS: "WebSocket frame size" and "Message payload size". */
const FRAME_BYTES = 32 * 1024;
const MESSAGE_BYTES = 128 * 1024;

interface Line { readonly peer: Peer; readonly socket: WebSocket }

/** API Gateway's part of a WebSocket API, on this machine: handshakes, routes, events and callbacks over real sockets. */
export class WebSocketGateway {
  static async start(options: GatewayOptions): Promise<WebSocketGateway> {
    const lines = new Map<string, Line>();
    const connections = await ConnectionsEndpoint.start({
      ...options.connections,
      stage: options.stage,
      onFrame: (id, frame) => lines.get(id)?.socket.send(frame),
      // Not proven without an account: which close code a client sees after DELETE.
      onClose: (id) => lines.get(id)?.socket.close(1000),
    });
    const gateway = new WebSocketGateway(options, connections, lines);
    await new Promise<void>((ready) => gateway.server.listen(0, '127.0.0.1', ready));
    gateway.port = (gateway.server.address() as AddressInfo).port;
    return gateway;
  }

  /** Change it as you go. */
  disconnects: DisconnectMood;
  private port = 0;
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES, handleProtocols: () => false });
  private readonly work = new Set<Promise<void>>();

  private constructor(
    private readonly options: GatewayOptions, readonly connections: ConnectionsEndpoint, private readonly lines: Map<string, Line>,
  ) {
    this.disconnects = options.disconnects ?? 'once';
    this.server = createServer((_request, response) => response.writeHead(426).end());
    this.server.on('upgrade', (request, socket, head) => this.track(this.upgrade(request, socket, head)));
  }

  /** Where clients connect to. */
  get url(): string {
    return `ws://${this.api.domainName}/${this.api.stage}`;
  }

  /** What functions post to. */
  get callbackUrl(): string {
    return this.connections.url;
  }

  connectionIds(): readonly string[] {
    return [...this.lines.keys()];
  }

  /** End a connection from the side of API Gateway, as after 10 idle minutes or 2 hours (1001). Without a code the network is gone (1006). */
  drop(connectionId: string, code?: number): void {
    const socket = this.lines.get(connectionId)?.socket;
    if (code === undefined) socket?.terminate();
    else socket?.close(code, 'Going away');
  }

  /** Until nothing is being handled. */
  async idle(): Promise<void> {
    while (this.work.size > 0) await Promise.all(this.work);
  }

  async stop(): Promise<void> {
    this.lines.forEach(({ socket }) => socket.terminate());
    while (this.lines.size > 0) await new Promise((done) => setTimeout(done, 5));
    this.server.closeAllConnections();
    await new Promise((stopped) => this.server.close(stopped));
    await this.idle();
    await this.connections.stop();
  }

  private get api(): GatewayIdentity {
    const { apiId = 'abcdef1234', stage = 'prod', region = 'eu-central-1', account = '123456789012' } = this.options;
    return { apiId, stage, region, account, domainName: `127.0.0.1:${this.port}` };
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname.replace(/\/$/, '') !== `/${this.api.stage}`) return refuse(socket, 403, newId());
    const userAgent = request.headers['user-agent'];
    const stranger: Peer = { connectionId: newId(), connectedAt: Date.now(), sourceIp: '127.0.0.1', userAgent };
    const verdict = await this.authorize(stranger, request);
    if ('status' in verdict) return refuse(socket, verdict.status, stranger.connectionId);
    const peer = { ...stranger, ...this.options.authorizer && { authorizer: verdict.context } };
    const answer = await this.askConnect(peer, request);
    if (answer.status < 200 || answer.status > 299) return refuse(socket, answer.status, peer.connectionId);
    this.establish({ request, socket, head }, peer, answer.subprotocol);
  }

  private async authorize(peer: Peer, request: IncomingMessage): Promise<Verdict> {
    const { authorizer } = this.options;
    return authorizer ? authorize(authorizer, authorizerEvent(this.api, peer, request)) : { context: {} };
  }

  private async askConnect(peer: Peer, request: IncomingMessage): Promise<{ readonly status: number; readonly subprotocol?: string }> {
    const route = this.options.routes.$connect;
    if (route === undefined || 'mock' in route) return { status: 200 };
    const result = await invoke(route.handler, connectEvent(this.api, peer, request));
    if (result === undefined) return { status: 502 };
    const [, subprotocol] = Object.entries(result.headers ?? {}).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
    return { status: result.statusCode, ...subprotocol !== undefined && { subprotocol } };
  }

  private establish(handshake: { request: IncomingMessage; socket: Duplex; head: Buffer }, peer: Peer, subprotocol: string | undefined): void {
    const { request, socket, head } = handshake;
    this.sockets.options.handleProtocols = () => subprotocol ?? false;
    this.sockets.handleUpgrade(request, socket as Socket, head, (open) => {
      const sizes = new FrameSizes();
      const look = (bytes: Buffer): void => {
        if (sizes.read(bytes).some((size) => size > FRAME_BYTES)) open.close(1009);
      };
      look(head);
      socket.prependListener('data', look);
      this.begin({ peer, socket: open });
    });
  }

  private begin(line: Line): void {
    const { peer: { connectionId }, socket } = line;
    this.lines.set(connectionId, line);
    this.connections.connect([connectionId]);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (socket.readyState === WebSocket.OPEN) this.track(this.message(line, data, isBinary));
    });
    socket.on('close', (code, reason) => this.end(line, code, reason.toString()));
  }

  /** Every message by itself: API Gateway does not wait for one before it takes the next. */
  private async message(line: Line, data: Buffer, isBinary: boolean): Promise<void> {
    const routeKey = this.routeKeyOf(data);
    const route = this.options.routes[routeKey];
    if (route === undefined) return say(line, complaint('Forbidden', line.peer.connectionId));
    if ('mock' in route) return route.reply ? say(line, route.mock) : undefined;
    const result = await invoke(route.handler, messageEvent(this.api, line.peer, { routeKey, data, isBinary }));
    if (result === undefined) say(line, complaint('Internal server error', line.peer.connectionId));
    else if (route.reply && result.body) say(line, result.body);
  }

  /** `$request.body.action` */
  private routeKeyOf(data: Buffer): string {
    const { action } = (parsed(data.toString()) ?? {}) as { readonly action?: unknown };
    const isOwn = typeof action === 'string' && !action.startsWith('$') && Object.hasOwn(this.options.routes, action);
    return isOwn ? action : '$default';
  }

  private end({ peer }: Line, code: number, reason: string): void {
    this.lines.delete(peer.connectionId);
    this.connections.disconnect(peer.connectionId);
    const route = this.options.routes.$disconnect;
    if (route === undefined || 'mock' in route || this.disconnects === 'never') return;
    const event = disconnectEvent(this.api, peer, { code, reason });
    const tell = async (): Promise<void> => {
      if (typeof this.disconnects === 'object') await new Promise((done) => setTimeout(done, (this.disconnects as { afterMs: number }).afterMs));
      await invoke(route.handler, event);
      if (this.disconnects === 'twice') await invoke(route.handler, event);
    };
    this.track(tell());
  }

  private track(work: Promise<void>): void {
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
  }
}

function say({ socket }: Line, text: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
