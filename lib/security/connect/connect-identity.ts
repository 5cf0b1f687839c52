import { Token } from 'aws-cdk-lib';
import { TICKET_PARAMETER } from './connect-contract';
import type { Credential } from './connect-function';

/** Pages choose the address and the subprotocol of a WebSocket; of all other headers only cookies say something about who it is. */
const UNSENDABLE = /^method\.request\.header\.(?!(?:Sec-WebSocket-Protocol|Cookie|Origin|Host|User-Agent|X-Forwarded-For)$)/i;

/** The first header a function of yours waits for that no page can set. */
export function headerNoPageSends(sources: string[]): string | undefined {
  return sources.find((source) => !Token.isUnresolved(source) && UNSENDABLE.test(source))?.replace(/^.*\./, '');
}

/**
 * Whoever does not bring it gets 401 from API Gateway itself; nothing need be named (AWS: "For a REQUEST authorizer, this is optional"). A header is not:
 * whether API Gateway tells `sec-websocket-protocol`, as some clients write it, from `Sec-WebSocket-Protocol` is not documented, and our function
 * answers 401 to those that show nothing just as well.
 */
export function identitySourceOf(credential: Credential): string[] {
  if (credential.kind === 'ticket') return [`route.request.querystring.${TICKET_PARAMETER}`];
  return credential.kind === 'token' && credential.token._place === 'query' ? [`route.request.querystring.${credential.token._name}`] : [];
}

/** REST and WebSocket APIs name the same places otherwise. */
export function asOnWebSocketApi(source: string): string {
  return source.replace(/^method\.request\./, 'route.request.');
}
