import { Duration } from 'aws-cdk-lib';
import { Authorization } from '../security/authorization';
import { RouteCache } from '../traffic/route-cache';
import { Throttle } from '../traffic/throttle';

/** What a request must look like before the backend sees it. API Gateway answers 400 and says what failed. */
export interface RequestSchema {
  /**
   * A JSON schema (draft 4) for the body of `application/json` requests. Checked while the app is synthesised.
   *
   * @default - any body
   */
  readonly body?: { [keyword: string]: any };

  /**
   * Query parameters that must be there.
   *
   * @default []
   */
  readonly query?: string[];

  /**
   * Headers that must be there.
   *
   * @default []
   */
  readonly headers?: string[];
}

/** Everything about a route besides its key and its backend. */
export interface RouteOptions {
  /**
   * Who may call this route.
   *
   * @default - the authorization of the API
   */
  readonly authorization?: Authorization;

  /**
   * What a request must look like. Path parameters are always required.
   *
   * @default {}
   */
  readonly request?: RequestSchema;

  /**
   * A throttle of its own. All callers of the route share it.
   *
   * @default - the throttle of the API
   */
  readonly throttle?: Throttle;

  /**
   * Keep answers in the API's cache. GET only, and the API needs `caching: Caching.on()`.
   * With CORS for certain pages, every page gets entries of its own, because an answer names the page that may read it.
   *
   * @default RouteCache.off()
   */
  readonly cache?: RouteCache;

  /**
   * How long API Gateway waits for the backend: 50 ms to 29 s; more on regional APIs whose account quota was raised, and
   * up to 15 minutes for streamed answers.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * Whether callers must show the API key of a usage tier.
   *
   * @default - true when the API has usage tiers
   */
  readonly apiKeyRequired?: boolean;

  /**
   * A name for the operation, shown in generated SDKs and exported OpenAPI documents.
   *
   * @default - none
   */
  readonly operationName?: string;
}
