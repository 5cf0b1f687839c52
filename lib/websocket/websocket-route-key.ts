import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** Taken when somebody wants to connect. The only route that can ask who it is. */
export const CONNECT = '$connect';
/** Taken when a connection was closed. Best effort, says AWS. */
export const DISCONNECT = '$disconnect';
/** Takes the messages that no other route takes. */
export const DEFAULT = '$default';

/** Which prop of the door has the backend of a route that takes no messages. */
const PROPS: ReadonlyMap<string, string> = new Map([[CONNECT, 'connect'], [DISCONNECT, 'disconnect']]);

/** The key of any route, as API Gateway spells it. */
export function checkedRouteKey(given: string): string {
  if (Token.isUnresolved(given)) refuse('websocket-route-key-unresolved', {});
  if (given === '' || given.trim() !== given) refuse('websocket-route-key-malformed', { given });
  if (given.startsWith('$') && given !== DEFAULT && !takesNoMessages(given)) refuse('websocket-route-key-reserved', { given });
  return given;
}

/** The key of a route for messages. */
export function checkedMessageKey(given: string): string {
  const key = checkedRouteKey(given);
  const prop = PROPS.get(key);
  return prop === undefined ? key : refuse('websocket-route-not-for-messages', { given, prop });
}

/** Whether it is the route of connections being opened or closed. */
export function takesNoMessages(key: string): boolean {
  return PROPS.has(key);
}

/** The id the L2 gives: routes of an API that moves in are kept, not made anew beside their old selves, and one made by hand is found. */
export function idOf(key: string): string {
  return `${key}-Route`;
}
