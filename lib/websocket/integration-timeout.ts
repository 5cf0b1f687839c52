import { Duration } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** AWS: "Integration timeout: 50 milliseconds - 29 seconds for all integration types" of WebSocket APIs. */
const MIN_MILLIS = 50;
export const MAX_MILLIS = 29_000;

/** Refuse a timeout that no WebSocket API can have. */
export function checkWebSocketTimeout(route: string, timeout?: Duration): void {
  if (!timeout || timeout.isUnresolved()) return;
  const given = timeout.toMilliseconds();
  if (given < MIN_MILLIS) refuse('timeout-too-short', { route, given });
  if (given > MAX_MILLIS) refuse('timeout-over-websocket-limit', { route, given: given / 1000 });
}
