import { Size, Token } from 'aws-cdk-lib';
import { RestEndpoint } from './rest-endpoint';
import { RestStageOptions, SecureRestApiProps } from './secure-rest-api-props';
import { refuse } from '../core/refuse';
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

/** The props with every default filled in: what the door really builds. */
export interface RestDecisions extends SecureRestApiProps {
  readonly restApiName: string;
  readonly endpoint: RestEndpoint;
  readonly tls: TlsPolicy;
  readonly authorization: Authorization;
  readonly resourcePolicy: ResourcePolicy;
  readonly waf: Waf;
  readonly validation: Validation;
  readonly throttle: Throttle;
  readonly usageTiers: NonNullable<SecureRestApiProps['usageTiers']>;
  readonly caching: Caching;
  readonly cors: Cors;
  readonly accessLog: AccessLog;
  readonly executionLog: ExecutionLog;
  readonly tracing: Tracing;
  readonly alarms: Alarms;
  readonly dashboard: Dashboard;
  readonly gatewayResponses: GatewayResponses;
  readonly stageName: string;
  readonly stage: RestStageOptions;
  readonly tags: { [key: string]: string };
}

/** AWS: `minimumCompressionSize`. */
const MAX_COMPRESSION_BYTES = 10 * 1024 * 1024;

/** Fill in the defaults, and refuse what cannot be together. */
export function decide(id: string, props: SecureRestApiProps): RestDecisions {
  const endpoint = props.endpoint ?? RestEndpoint.regional();
  checkTogether(props);
  return {
    ...props,
    endpoint,
    restApiName: props.restApiName ?? id,
    stageName: checkedStageName(props.stage?.name ?? 'prod'),
    stage: checkedStage(props.stage ?? {}),
    tls: decideTls(endpoint, props),
    authorization: props.authorization ?? Authorization.iam(),
    resourcePolicy: props.resourcePolicy ?? ResourcePolicy.open(),
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
    gatewayResponses: props.gatewayResponses ?? GatewayResponses.json(),
    tags: props.tags ?? {},
  };
}

/** Mutual TLS and the enhanced policies exclude each other, on the API as on its domain. */
function decideTls(endpoint: RestEndpoint, { tls, domain }: SecureRestApiProps): TlsPolicy {
  const mutual = domain?._mutualTls !== undefined;
  const decided = tls ?? (mutual ? TlsPolicy.tls12() : TlsPolicy.modern());
  if (mutual && decided._isEnhanced) refuse('mtls-with-enhanced-tls', { policy: decided._securityPolicy });
  return endpoint._isEdge ? decided._forEdge() : decided._forRegion();
}

function checkTogether({ cors, resourcePolicy, minCompressionSize }: SecureRestApiProps): void {
  if (cors?._isOn && resourcePolicy?._needsIam) refuse('resource-policy-accounts-with-cors', {});
  if (minCompressionSize) checkCompression(minCompressionSize);
}

function checkCompression(size: Size): void {
  if (size.isUnresolved()) return;
  const bytes = size.toBytes();
  if (bytes > MAX_COMPRESSION_BYTES) refuse('compression-size-out-of-range', { given: bytes, max: MAX_COMPRESSION_BYTES });
}

/** A token here would make every metric and alarm depend on the stage, and leave the reports without a name. */
function checkedStageName(name: string): string {
  if (Token.isUnresolved(name)) refuse('stage-name-unresolved', {});
  return /^[a-zA-Z0-9_-]{1,128}$/.test(name) ? name : refuse('stage-name-malformed', { given: name });
}

/** AWS: "Length, in characters, of the key in a stage variable", and of the value. */
function checkedStage(stage: RestStageOptions): RestStageOptions {
  for (const [name, value] of Object.entries(stage.variables ?? {})) {
    if (!Token.isUnresolved(name) && !/^\w{1,64}$/.test(name)) refuse('stage-variable-name-malformed', { given: name });
    if (!Token.isUnresolved(value) && !/^[A-Za-z0-9._~:/?#&=,-]{1,512}$/.test(value)) refuse('stage-variable-malformed', { name, given: value });
  }
  return stage;
}
