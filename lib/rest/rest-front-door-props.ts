import { Size } from 'aws-cdk-lib';
import { Canary } from '../delivery/canary';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { ExecutionLog } from '../observability/execution-log';
import { Tracing } from '../observability/tracing';
import { Authorization } from '../security/authorization';
import { Validation } from '../security/validation';
import { Waf } from '../security/waf/waf';
import { Caching } from '../traffic/caching';
import { Cors } from '../traffic/cors';
import { GatewayResponses } from '../traffic/gateway-responses';
import { Throttle } from '../traffic/throttle';
import { UsageTier } from '../traffic/usage-tier';

/** The stage of the API. */
export interface RestStageOptions {
  /**
   * Its name, the first part of every path on the default endpoint. A literal: metrics and alarms are found by it.
   * Changing it replaces the stage, and with it the URL.
   *
   * @default 'prod'
   */
  readonly name?: string;

  /**
   * What people see in the console.
   *
   * @default - the description of the API
   */
  readonly description?: string;

  /**
   * Stage variables, for URLs of HTTP backends and mapping templates: `${stageVariables.name}`. Not for secrets: they stand in the template.
   * CloudFormation is known to leave a variable on the stage that is merely gone from the template.
   *
   * @default {}
   */
  readonly variables?: { [name: string]: string };
}

/** The decisions every REST API has, wherever it listens. None is needed. */
export interface RestFrontDoorProps {
  /**
   * The name in the console, and the one its metrics are kept under: unique in account and Region.
   *
   * @default - the construct id
   */
  readonly restApiName?: string;

  /**
   * What the API is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Who may call, unless a route says otherwise.
   *
   * @default Authorization.iam()
   */
  readonly authorization?: Authorization;

  /**
   * The web ACL in front of the stage.
   *
   * @default Waf.managed()
   */
  readonly waf?: Waf;

  /**
   * Whether requests are checked against what the routes declare.
   *
   * @default Validation.bodyAndParameters()
   */
  readonly validation?: Validation;

  /**
   * How much traffic the stage takes, shared by all callers and routes.
   *
   * @default Throttle.rate(1000, 2000)
   */
  readonly throttle?: Throttle;

  /**
   * Usage plans with API keys: free, pro and so on. With tiers, routes ask for a key unless they say otherwise.
   *
   * @default []
   */
  readonly usageTiers?: UsageTier[];

  /**
   * The cache of the stage. Routes say themselves what is kept in it.
   *
   * @default Caching.off()
   */
  readonly caching?: Caching;

  /**
   * Which web pages may call from a browser.
   *
   * @default Cors.off()
   */
  readonly cors?: Cors;

  /**
   * One line per request.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;

  /**
   * What API Gateway tells about its own work.
   *
   * @default ExecutionLog.errors()
   */
  readonly executionLog?: ExecutionLog;

  /**
   * Whether requests can be followed through X-Ray.
   *
   * @default Tracing.active()
   */
  readonly tracing?: Tracing;

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
   * Whether a new deployment gets all traffic at once or bit by bit, watched by alarms: `Canary.steps([10, 50])`.
   *
   * With a canary, routes and authorizers call the current version of a function of the same stack, or of one nested with it, so that its
   * code is part of the release; a function of another stack changes for everybody at once, which a warning says. Everything that is in a deployment is: resources, methods, integrations, authorizers, models, gateway responses, and stage
   * variables. Throttles, logs, the cache, the web ACL and usage plans are not; they change for everybody when the release is over.
   *
   * @default Canary.off()
   */
  readonly canary?: Canary;

  /**
   * What callers get when API Gateway itself refuses or fails.
   *
   * @default GatewayResponses.json()
   */
  readonly gatewayResponses?: GatewayResponses;

  /**
   * Name, description and variables of the stage.
   *
   * @default {}
   */
  readonly stage?: RestStageOptions;

  /**
   * Media types treated as binary.
   *
   * @default []
   */
  readonly binaryMediaTypes?: string[];

  /**
   * Compress answers from this size on: 0 to 10 MB (AWS: minimumCompressionSize).
   *
   * @default - no compression
   */
  readonly minCompressionSize?: Size;

  /**
   * Tags for everything this door makes.
   *
   * @default {}
   */
  readonly tags?: { [key: string]: string };
}
