import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What makes an API of a stage: parts of its ARNs and of every event. */
export interface GatewayIdentity {
  readonly apiId: string; readonly stage: string; readonly region: string; readonly account: string; readonly domainName: string;
}

/** A connection as events tell of it. */
export interface Peer {
  readonly connectionId: string;
  readonly connectedAt: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** What the authorizer said, as API Gateway passes it on. */
  readonly authorizer?: Readonly<Record<string, string | number>>;
}

type Values = Readonly<Record<string, string>>;
type MultiValues = Readonly<Record<string, readonly string[]>>;

export interface RequestContext {
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly extendedRequestId: string;
  readonly requestTime: string;
  readonly messageDirection: 'IN';
  readonly stage: string;
  readonly connectedAt: number;
  readonly requestTimeEpoch: number;
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string };
  readonly requestId: string;
  readonly domainName: string;
  readonly connectionId: string;
  readonly apiId: string;
  readonly authorizer?: Readonly<Record<string, string | number>>;
  readonly messageId?: string;
  readonly disconnectStatusCode?: number;
  readonly disconnectReason?: string;
}

/** One shape for all, as tests look at parts of it: each event has the fields that AWS gives it, and no others. */
export interface GatewayEvent {
  readonly requestContext: RequestContext;
  readonly isBase64Encoded?: boolean;
  readonly body?: string;
  readonly type?: 'REQUEST';
  readonly methodArn?: string;
  readonly headers?: Values;
  readonly multiValueHeaders?: MultiValues;
  readonly queryStringParameters?: Values;
  readonly multiValueQueryStringParameters?: MultiValues;
  readonly stageVariables?: Values;
}

/** Ids of requests and connections look like this: fifteen characters and one `=`. */
export const newId = (): string => `${randomBytes(12).toString('base64url').slice(0, 15)}=`;

/** As documented in "Control access to WebSocket APIs with AWS Lambda REQUEST authorizers" (API Gateway developer guide). */
export function authorizerEvent(api: GatewayIdentity, peer: Peer, request: IncomingMessage): GatewayEvent {
  return {
    type: 'REQUEST',
    methodArn: methodArn(api),
    ...handshake(request),
    stageVariables: {},
    requestContext: context(api, peer, { routeKey: '$connect', eventType: 'CONNECT' }),
  };
}

export function connectEvent(api: GatewayIdentity, peer: Peer, request: IncomingMessage): GatewayEvent {
  return { ...handshake(request), requestContext: context(api, peer, { routeKey: '$connect', eventType: 'CONNECT' }), isBase64Encoded: false };
}

export interface GatewayMessage { readonly routeKey: string; readonly data: Buffer; readonly isBinary: boolean }

export function messageEvent(api: GatewayIdentity, peer: Peer, message: GatewayMessage): GatewayEvent {
  const { routeKey, data, isBinary } = message;
  return {
    requestContext: { ...context(api, peer, { routeKey, eventType: 'MESSAGE' }), messageId: newId() },
    body: data.toString(isBinary ? 'base64' : 'utf8'),
    isBase64Encoded: isBinary,
  };
}

/** As AWS sends it: the headers are those four, three of them empty. Nothing of the handshake is repeated. */
export function disconnectEvent(api: GatewayIdentity, peer: Peer, { code, reason }: { code: number; reason: string }): GatewayEvent {
  const headers = { 'Host': api.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: {
      ...context(api, peer, { routeKey: '$disconnect', eventType: 'DISCONNECT' }),
      disconnectStatusCode: code,
      disconnectReason: reason || (code === 1005 ? 'Client-side close frame status not set' : ''),
    },
    isBase64Encoded: false,
  };
}

export function methodArn({ region, account, apiId, stage }: GatewayIdentity): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/$connect`;
}

function context(api: GatewayIdentity, peer: Peer, kind: Pick<RequestContext, 'routeKey' | 'eventType'>): RequestContext {
  const now = Date.now();
  const requestId = newId();
  return {
    ...kind,
    extendedRequestId: requestId,
    requestTime: clfTime(now),
    messageDirection: 'IN',
    stage: api.stage,
    connectedAt: peer.connectedAt,
    requestTimeEpoch: now,
    identity: { sourceIp: peer.sourceIp, ...peer.userAgent !== undefined && { userAgent: peer.userAgent } },
    requestId,
    domainName: api.domainName,
    connectionId: peer.connectionId,
    apiId: api.apiId,
    ...peer.authorizer && { authorizer: peer.authorizer },
  };
}

type Handshake = Pick<GatewayEvent, 'headers' | 'multiValueHeaders' | 'queryStringParameters' | 'multiValueQueryStringParameters'>;

/** Headers keep the case they came with; a map of single values has the last. */
function handshake(request: IncomingMessage): Handshake {
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap((name, index): [string, string][] => index % 2 === 0 ? [[name, rawHeaders[index + 1]]] : []);
  const query = [...new URL(request.url ?? '/', 'ws://gateway').searchParams];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    ...query.length > 0 && { queryStringParameters: Object.fromEntries(query), multiValueQueryStringParameters: grouped(query) },
  };
}

function grouped(pairs: readonly (readonly [string, string])[]): MultiValues {
  const groups: Record<string, string[]> = {};
  pairs.forEach(([name, value]) => (groups[name] ??= []).push(value));
  return groups;
}

/** `19/Jan/2023:21:13:26 +0000` */
function clfTime(epoch: number): string {
  const [, , day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epoch).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
