import { Duration } from 'aws-cdk-lib';
import { RouteKey } from '../core/route-key';
import { CacheParameters } from '../traffic/cache-parameters';
import { Cors } from '../traffic/cors';

/** What a backend's integration depends on besides the backend. */
export interface IntegrationContext {
  readonly key: RouteKey;
  readonly cors: Cors;
  readonly timeout?: Duration;
  readonly cache: CacheParameters;
  /** Whether the API treats media types as binary. */
  readonly binary: boolean;
}
