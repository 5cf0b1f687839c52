import { IConstruct } from 'constructs';
import { Waiver } from './waiver';

/** A control a front door has on unless somebody turns it off. GUARDS.md is generated from this table. */
export interface Guard {
  /** In one line, for people. */
  readonly title: string;
  /** What zero props give. */
  readonly byDefault: string;
  /** What to write to turn it off. */
  readonly turnOff: string;
  /** The cdk-nag rules it answers; a waiver acknowledges exactly these. */
  readonly rules: readonly string[];
  /** What it adds to the bill. */
  readonly cost: string;
}

export const GUARDS = {
  authorization: {
    title: 'Every route asks who is calling',
    byDefault: '`Authorization.iam()`: SigV4-signed requests of principals that may `execute-api:Invoke`; a WebSocket API asks once, at `$connect`',
    turnOff: "`authorization: Authorization.none('reason')`, on the API or, where it is no WebSocket API, on one route",
    rules: ['AwsSolutions-APIG4', 'AwsSolutions-COG4'],
    cost: 'none for IAM; Cognito and Lambda authorizers are billed by their services',
  },
  waf: {
    title: 'A web ACL in front of the stage',
    byDefault: '`Waf.managed()`: AWS managed rule groups for APIs and a rate-based rule, with logging',
    turnOff: "`waf: Waf.none('reason')`",
    rules: ['AwsSolutions-APIG3'],
    cost: 'a monthly fee per web ACL and per rule, and a fee per request; see the AWS WAF price list',
  },
  validation: {
    title: 'Requests are validated before the backend sees them',
    byDefault: '`Validation.bodyAndParameters()`',
    turnOff: "`validation: Validation.none('reason')`",
    rules: ['AwsSolutions-APIG2'],
    cost: 'none',
  },
  throttle: {
    title: 'Every route has a ceiling below the limits of the account',
    byDefault: '`Throttle.rate(1000, 2000)`; on an HTTP or WebSocket API together with detailed metrics per route',
    turnOff: "`throttle: Throttle.none('reason')`",
    rules: ['Serverless-APIGWDefaultThrottling'],
    cost: 'none; the detailed metrics of an HTTP or WebSocket API are billed as custom metrics, some for each route that is called',
  },
  accessLog: {
    title: 'One structured line per request, connection or message',
    byDefault: '`AccessLog.json()`: a log group with finite retention, no secrets in it',
    turnOff: "`accessLog: AccessLog.none('reason')`",
    rules: ['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging'],
    cost: 'CloudWatch Logs ingestion and storage',
  },
  executionLog: {
    title: 'Errors inside API Gateway are logged, payloads never',
    byDefault: '`ExecutionLog.errors()`: level ERROR, data trace off',
    turnOff: "`executionLog: ExecutionLog.none('reason')`",
    rules: ['AwsSolutions-APIG6'],
    cost: 'CloudWatch Logs ingestion of failing requests',
  },
  tracing: {
    title: 'Requests can be followed through X-Ray',
    byDefault: '`Tracing.active()`',
    turnOff: "`tracing: Tracing.none('reason')`",
    rules: ['Serverless-APIGWXrayEnabled'],
    cost: 'X-Ray traces recorded, at the account\'s sampling rule',
  },
  tls: {
    title: 'Old TLS versions and ciphers are refused',
    byDefault: '`TlsPolicy.modern()`: TLS 1.2 or 1.3 with post-quantum key exchange offered, strict endpoint access',
    turnOff: "`tls: TlsPolicy.legacy('reason')`",
    rules: [],
    cost: 'none',
  },
  alarms: {
    title: 'Somebody is told when it breaks',
    byDefault: '`Alarms.standard()`: error rates, latency, throttling, WAF blocks',
    turnOff: '`alarms: Alarms.off()`',
    rules: [],
    cost: 'a monthly fee per metric an alarm reads, two for most of them, and one custom metric that counts throttled requests',
  },
  dashboard: {
    title: 'One page that shows health first',
    byDefault: '`Dashboard.standard()`',
    turnOff: '`dashboard: Dashboard.off()`',
    rules: [],
    cost: 'a monthly fee per dashboard beyond the free ones',
  },
  gatewayResponses: {
    title: 'Errors are JSON with a request id',
    byDefault: '`GatewayResponses.json()`',
    turnOff: '`gatewayResponses: GatewayResponses.off()`',
    rules: [],
    cost: 'none',
  },
} as const satisfies Record<string, Guard>;

export type GuardName = keyof typeof GUARDS;

/** Those that HTTP APIs have; for the others the service lacks what they would turn on. */
export const HTTP_GUARDS = ['authorization', 'throttle', 'accessLog', 'alarms', 'dashboard'] as const satisfies readonly GuardName[];
/** Those that WebSocket APIs have. */
export const WEBSOCKET_GUARDS = ['authorization', 'throttle', 'accessLog', 'executionLog', 'alarms', 'dashboard'] as const satisfies readonly GuardName[];
export type HttpGuardName = (typeof HTTP_GUARDS)[number];

/** How a guard stands on one construct, as the report shows it. */
export interface GuardStatus {
  readonly guard: GuardName;
  readonly state: 'on' | 'off' | 'waived';
  /** A few words: `regional, 5 rules`, or the reason it is waived. */
  readonly detail: string;
}

/** Record that a guard is on, and in a few words how. */
export function guardOn(on: IConstruct, guard: GuardName, detail: string): void {
  record(on, { guard, state: 'on', detail });
}

/** Record that a guard is off by taste or for cost: no control is lost. */
export function guardOff(on: IConstruct, guard: GuardName): void {
  record(on, { guard, state: 'off', detail: '' });
}

/** Waive a guard: its rules, those of the table above unless told otherwise, are acknowledged on this construct, and on nothing else. */
export function guardWaived(on: IConstruct, guard: GuardName, reason: string, rules: readonly string[] = GUARDS[guard].rules): Waiver {
  const waiver = Waiver.record(on, { control: guard, reason, rules: [...rules] });
  record(on, { guard, state: 'waived', detail: reason });
  return waiver;
}

function record(on: IConstruct, status: GuardStatus): void {
  on.node.addMetadata('cdk-gatehouse:guard', status);
}
