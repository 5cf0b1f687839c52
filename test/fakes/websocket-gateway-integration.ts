import type { Duplex } from 'node:stream';
import { type GatewayEvent, newId } from './websocket-gateway-events';

export interface LambdaContext { readonly awsRequestId: string; readonly functionName: string; getRemainingTimeInMillis(): number }

/** A function behind a route: its answer is that of a Lambda proxy integration. */
export type GatewayHandler = (event: GatewayEvent, context: LambdaContext) => Promise<unknown>;

export interface ProxyResult { readonly statusCode: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }

/** What a Lambda proxy integration makes of a function: nothing when it failed, or answered with what is no answer. */
export async function invoke(handler: GatewayHandler, event: GatewayEvent): Promise<ProxyResult | undefined> {
  const deadline = Date.now() + 29_000;
  const context = { awsRequestId: newId(), functionName: 'local', getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    // Through JSON, as an event comes: nothing is shared, and what is undefined is not there.
    const result = await handler(JSON.parse(JSON.stringify(event)) as GatewayEvent, context);
    return isProxyResult(result) ? result : undefined;
  } catch {
    return undefined;
  }
}

function isProxyResult(result: unknown): result is ProxyResult {
  return typeof result === 'object' && result !== null && Number.isInteger((result as Partial<ProxyResult>).statusCode);
}

/** What API Gateway says itself over the socket. */
export function complaint(message: string, connectionId: string): string {
  return JSON.stringify({ message, connectionId, requestId: newId() });
}

const REASONS: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden' };

export function refuse(socket: Duplex, status: number, connectionId: string): void {
  const body = complaint(REASONS[status] ?? 'Internal server error', connectionId);
  const head = [`HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}`, 'Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
