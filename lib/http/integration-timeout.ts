import { Duration } from 'aws-cdk-lib';
import { formatHttpRouteKey } from './http-route-key';
import { refuse } from '../core/refuse';
import { RouteKey } from '../core/route-key';

/** AWS: "Custom timeout between 50 and 30,000 milliseconds for HTTP APIs", of the integration in CloudFormation. */
const MIN_MILLIS = 50;
/** AWS: "Maximum integration timeout" of HTTP APIs, which cannot be raised. */
export const MAX_MILLIS = 30_000;

/** Refuse a timeout that no HTTP API can have. */
export function checkHttpTimeout(key: RouteKey, timeout?: Duration): void {
  if (!timeout || timeout.isUnresolved()) return;
  const route = formatHttpRouteKey(key);
  const given = timeout.toMilliseconds();
  if (given < MIN_MILLIS) refuse('timeout-too-short', { route, given });
  if (given > MAX_MILLIS) refuse('timeout-over-http-limit', { route, given: given / 1000 });
}
