import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse, warn } from '../core/refuse';
import { formatRouteKey, RouteKey } from '../core/route-key';
import { Backend } from '../routes/backend';
import { RouteOptions } from '../routes/route-options';

/** AWS: "Integration timeout", lower bound. */
const MIN_SECONDS = 0.05;
/** AWS: "Integration timeout", what an account has until its quota is raised. */
const MAX_SECONDS = 29;
/** AWS: "Response streaming", how long an answer may take. */
const MAX_STREAMING_SECONDS = 15 * 60;

/** What decides how long a route may take. */
export interface TimeLimits {
  readonly timeout?: Duration;
  readonly edge: boolean;
  readonly warnOn: IConstruct;
}

/** Refuse a timeout that no API of this kind can have, and warn about one that the account may not have. */
export function checkTimeout(key: RouteKey, backend: Backend, { timeout, edge, warnOn }: TimeLimits): void {
  if (!timeout || timeout.isUnresolved()) return;
  const route = formatRouteKey(key);
  const given = timeout.toMilliseconds() / 1000;
  if (given < MIN_SECONDS) refuse('timeout-too-short', { route, given: given * 1000 });
  if (isStreaming(backend)) {
    if (given > MAX_STREAMING_SECONDS) refuse('timeout-over-streaming-limit', { route, given });
    return;
  }
  if (given <= MAX_SECONDS) return;
  if (edge) refuse('timeout-over-edge-limit', { route, given });
  warn(warnOn, 'timeout-needs-quota', { route, given });
}

/** Refuse a cache for answers that are sent while they are written. */
export function checkStreaming(key: RouteKey, backend: Backend, { cache }: RouteOptions): void {
  if (isStreaming(backend) && cache?._enabled) refuse('streaming-with-cache', { route: formatRouteKey(key) });
}

function isStreaming({ _spec: spec }: Backend): boolean {
  return spec.kind === 'lambda' ? spec.streaming : spec.kind === 'http' && spec.options.streaming === true;
}
