import { Canary } from '../delivery/canary';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { Authorization } from '../security/authorization';
import { EdgeProtection } from '../security/edge/edge-protection';
import { Cors } from '../traffic/cors';
import { CustomDomain } from '../traffic/custom-domain';
import { Throttle } from '../traffic/throttle';

/** The stage of an HTTP API. Its name is `$default`, so that it adds nothing to the paths. */
export interface HttpStageOptions {
  /**
   * What people see in the console.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Stage variables, for URLs of HTTP backends and parameter mapping: `${stageVariables.name}`. Not for secrets: they stand in the template.
   *
   * @default {}
   */
  readonly variables?: { [name: string]: string };
}

/**
 * The decisions of a secure HTTP API. None is needed.
 *
 * What HTTP APIs do not have has no prop: a web ACL on the stage, request validation, usage tiers, caching, X-Ray, a canary of
 * the stage (see `canary`).
 */
export interface SecureHttpApiProps {
  /**
   * The name in the console.
   *
   * @default - the construct id
   */
  readonly apiName?: string;

  /**
   * What the API is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Answer over IPv6 besides IPv4. Off gives IPv4 only.
   *
   * @default true
   */
  readonly dualStack?: boolean;

  /**
   * Who may call, unless a route says otherwise.
   *
   * @default Authorization.iam()
   */
  readonly authorization?: Authorization;

  /**
   * How much traffic each route takes, shared by all callers.
   *
   * @default Throttle.rate(1000, 2000)
   */
  readonly throttle?: Throttle;

  /**
   * Which web pages may call from a browser. API Gateway answers preflights itself and replaces CORS headers of backends.
   *
   * @default Cors.off()
   */
  readonly cors?: Cors;

  /**
   * A domain name of your own. With one, the default `execute-api` endpoint is closed.
   *
   * @default - the default endpoint
   */
  readonly domain?: CustomDomain;

  /**
   * A web ACL for an API that cannot have one: CloudFront in front of the domain, and a lock that lets nobody go around it.
   * Needs `domain`. Unless the lock is a client certificate, routes need Cognito or JWT authorization, or none: a route has one authorizer,
   * and it is the one that checks the lock; the default, IAM, is refused.
   *
   * @default - callers reach API Gateway directly
   */
  readonly edge?: EdgeProtection;

  /**
   * One line per request.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;

  /**
   * Who is told when something breaks, and when.
   *
   * @default Alarms.standard()
   */
  readonly alarms?: Alarms;

  /**
   * The page operators look at.
   *
   * @default Dashboard.standard()
   */
  readonly dashboard?: Dashboard;

  /**
   * Whether new code of functions gets all requests at once or bit by bit, watched by alarms: `Canary.steps([10])`.
   *
   * Stages of HTTP APIs have no canary, so what is released bit by bit is the code and the configuration of the functions behind routes that are
   * made in this app. AWS CodeDeploy does that, for each function by itself: it gives the new version its share after the function is updated and before
   * the stack is done, and when an alarm goes off it goes back, and so does the stack. Everything else changes for everybody at once: routes,
   * authorizers and their functions, integrations and other backends, settings of the stage, and whatever else is in the stack.
   *
   * One step or equal ones, see `LambdaReleases`. What only a stage with a canary can do is refused: `Canary.manual`, `minimumRequests` and such.
   *
   * @default Canary.off()
   */
  readonly canary?: Canary;

  /**
   * Description and variables of the stage.
   *
   * @default {}
   */
  readonly stage?: HttpStageOptions;

  /**
   * Tags for everything this door makes.
   *
   * @default {}
   */
  readonly tags?: { [key: string]: string };
}
