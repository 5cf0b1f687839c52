import { Duration } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** AWS: "API caching TTL". */
const MAX_SECONDS = 3600;

/** A cache TTL the service accepts, or one that is only known at deployment. */
export function checkedCacheTtl(ttl: Duration): Duration {
  if (ttl.isUnresolved()) return ttl;
  const seconds = ttl.toSeconds({ integral: false });
  const valid = Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_SECONDS;
  return valid ? ttl : refuse('cache-ttl-out-of-range', { given: seconds });
}
