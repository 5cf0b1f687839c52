import { Token } from 'aws-cdk-lib';
import { SecureWebSocketApiProps, WebSocketStageOptions } from './secure-websocket-api-props';
import { refuse } from '../core/refuse';
import { checkedStageName } from '../core/stage-name';
import { checkStageVariables } from '../core/stage-variables';
import { Canary } from '../delivery/canary';
import { trafficShift } from '../delivery/functions/deployment-config';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { ExecutionLog } from '../observability/execution-log';
import { Backend } from '../routes/backend';
import { Authorization } from '../security/authorization';
import { checkConnect, ConnectDecisions } from '../security/connect/connect-checks';
import { ConnectToken } from '../security/connect/connect-token';
import { Throttle } from '../traffic/throttle';

/** The props with every default filled in: what the door really builds. */
export interface WebSocketDecisions extends SecureWebSocketApiProps {
  readonly apiName: string;
  readonly dualStack: boolean;
  readonly authorization: Authorization;
  readonly routeSelectionExpression: string;
  readonly throttle: Throttle;
  readonly accessLog: AccessLog;
  readonly executionLog: ExecutionLog;
  readonly alarms: Alarms;
  readonly dashboard: Dashboard;
  readonly canary: Canary;
  readonly stageName: string;
  readonly stage: WebSocketStageOptions;
  readonly tags: { [key: string]: string };
}

/** Fill in the defaults, and refuse what cannot be together. */
export function decide(id: string, props: SecureWebSocketApiProps): WebSocketDecisions {
  const authorization = props.authorization ?? Authorization.iam();
  if (props.edge && !props.domain) refuse('edge-without-domain', {});
  checkConnect({ ...props, authorization });
  checkSubprotocol({ ...props, authorization });
  checkStageVariables(props.stage?.variables ?? {});
  if (props.canary) trafficShift(props.canary);
  return {
    ...props,
    apiName: props.apiName ?? id,
    dualStack: props.dualStack ?? true,
    authorization,
    routeSelectionExpression: checkedSelection(props.routeSelectionExpression ?? '$request.body.action'),
    throttle: props.throttle ?? Throttle.rate(1000, 2000),
    accessLog: props.accessLog ?? AccessLog.json(),
    executionLog: props.executionLog ?? ExecutionLog.errors(),
    alarms: props.alarms ?? Alarms.standard(),
    dashboard: props.dashboard ?? Dashboard.standard(),
    canary: props.canary ?? Canary.off(),
    stageName: checkedStageName(props.stage?.name ?? 'prod'),
    stage: props.stage ?? {},
    tags: props.tags ?? {},
  };
}

/** Whose answer to `$connect` API Gateway makes itself, and names no subprotocol in it. */
const SILENT: ReadonlyMap<string, string> = new Map([
  ['mock', 'a mock'], ['sqs', 'a queue'], ['event-bridge', 'an event bus'], ['step-functions', 'a state machine'], ['kinesis', 'a stream'],
]);

/** Browsers hang up when nobody names the subprotocol they offered their token with. */
function checkSubprotocol({ authorization, token = ConnectToken.subprotocol(), connect }: ConnectDecisions & { readonly connect?: Backend }): void {
  const given = connect && SILENT.get(connect._spec.kind);
  const offered = ['jwt', 'cognito'].includes(authorization._spec.kind) && token._place === 'subprotocol';
  if (given !== undefined && offered) refuse('connect-subprotocol-unnamed', { given });
}

/** AWS: "WebSocket selection expressions". The dollar sign of a key, unlike that of a variable, has a backslash in front. */
function checkedSelection(given: string): string {
  const valid = Token.isUnresolved(given) || given === '\\$default' || /(?<!\\)\$\{?(request|context)\.\S/.test(given);
  return valid ? given : refuse('route-selection-expression-malformed', { given });
}
