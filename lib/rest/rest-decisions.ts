import { Size } from 'aws-cdk-lib';
import { restSpec } from './rest-authorization';
import { RestEndpoint } from './rest-endpoint';
import { RestFrontDoorProps, RestStageOptions } from './rest-front-door-props';
import { refuse } from '../core/refuse';
import { checkedStageName } from '../core/stage-name';
import { checkStageVariables } from '../core/stage-variables';
import { Canary } from '../delivery/canary';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { ExecutionLog } from '../observability/execution-log';
import { Tracing } from '../observability/tracing';
import { Authorization } from '../security/authorization';
import { ResourcePolicy } from '../security/resource-policy';
import { TlsPolicy } from '../security/tls-policy';
import { Validation } from '../security/validation';
import { Waf } from '../security/waf/waf';
import { Caching } from '../traffic/caching';
import { Cors } from '../traffic/cors';
import { GatewayResponses } from '../traffic/gateway-responses';
import { Throttle } from '../traffic/throttle';

/** What every door decides in the same way: the props they share, with every default filled in. */
export interface SharedDecisions extends RestFrontDoorProps {
  readonly restApiName: string;
  readonly authorization: Authorization;
  readonly waf: Waf;
  readonly validation: Validation;
  readonly throttle: Throttle;
  readonly usageTiers: NonNullable<RestFrontDoorProps['usageTiers']>;
  readonly caching: Caching;
  readonly cors: Cors;
  readonly accessLog: AccessLog;
  readonly executionLog: ExecutionLog;
  readonly tracing: Tracing;
  readonly alarms: Alarms;
  readonly dashboard: Dashboard;
  readonly canary: Canary;
  readonly gatewayResponses: GatewayResponses;
  readonly stageName: string;
  readonly stage: RestStageOptions;
  readonly tags: { [key: string]: string };
}

/** Everything a door builds from. How the API is reached, each kind of door decides for itself. */
export interface RestDecisions extends SharedDecisions {
  readonly endpoint: RestEndpoint;
  readonly tls: TlsPolicy;
  readonly resourcePolicy: ResourcePolicy;
  /** Whether the API is left without its `execute-api` name. */
  readonly closeDefaultEndpoint: boolean;
}

/** The props that are looked at together. */
interface Choices extends RestFrontDoorProps {
  readonly resourcePolicy?: ResourcePolicy;
}

/** AWS: `minimumCompressionSize`. */
const MAX_COMPRESSION_BYTES = 10 * 1024 * 1024;

/** Fill in the defaults, and refuse what cannot be together. */
export function decideShared(id: string, props: Choices): SharedDecisions {
  checkTogether(props);
  restSpec(props.authorization ?? Authorization.iam());
  return {
    ...props,
    restApiName: props.restApiName ?? id,
    stageName: checkedStageName(props.stage?.name ?? 'prod'),
    stage: checkedStage(props.stage ?? {}),
    authorization: props.authorization ?? Authorization.iam(),
    waf: props.waf ?? Waf.managed(),
    validation: props.validation ?? Validation.bodyAndParameters(),
    throttle: props.throttle ?? Throttle.rate(1000, 2000),
    usageTiers: props.usageTiers ?? [],
    caching: props.caching ?? Caching.off(),
    cors: props.cors ?? Cors.off(),
    accessLog: props.accessLog ?? AccessLog.json(),
    executionLog: props.executionLog ?? ExecutionLog.errors(),
    tracing: props.tracing ?? Tracing.active(),
    alarms: props.alarms ?? Alarms.standard(),
    dashboard: props.dashboard ?? Dashboard.standard(),
    canary: props.canary ?? Canary.off(),
    gatewayResponses: props.gatewayResponses ?? GatewayResponses.json(),
    tags: props.tags ?? {},
  };
}

function checkTogether({ cors, resourcePolicy, minCompressionSize }: Choices): void {
  if (cors?._isOn && resourcePolicy?._needsIam) refuse('resource-policy-accounts-with-cors', {});
  if (minCompressionSize) checkCompression(minCompressionSize);
}

function checkCompression(size: Size): void {
  if (size.isUnresolved()) return;
  const bytes = size.toBytes();
  if (bytes > MAX_COMPRESSION_BYTES) refuse('compression-size-out-of-range', { given: bytes, max: MAX_COMPRESSION_BYTES });
}

function checkedStage(stage: RestStageOptions): RestStageOptions {
  checkStageVariables(stage.variables ?? {});
  return stage;
}
