import { httpSpec } from './http-authorization';
import { HttpStageOptions, SecureHttpApiProps } from './secure-http-api-props';
import { refuse } from '../core/refuse';
import { checkStageVariables } from '../core/stage-variables';
import { Canary } from '../delivery/canary';
import { trafficShift } from '../delivery/functions/deployment-config';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { Authorization } from '../security/authorization';
import { Cors } from '../traffic/cors';
import { Throttle } from '../traffic/throttle';

/** The props with every default filled in: what the door really builds. */
export interface HttpDecisions extends SecureHttpApiProps {
  readonly apiName: string;
  readonly dualStack: boolean;
  readonly authorization: Authorization;
  readonly throttle: Throttle;
  readonly cors: Cors;
  readonly accessLog: AccessLog;
  readonly alarms: Alarms;
  readonly dashboard: Dashboard;
  readonly canary: Canary;
  readonly stage: HttpStageOptions;
  readonly tags: { [key: string]: string };
}

/** Fill in the defaults, and refuse what cannot be together. */
export function decide(id: string, props: SecureHttpApiProps): HttpDecisions {
  if (props.edge && !props.domain) refuse('edge-without-domain', {});
  checkStageVariables(props.stage?.variables ?? {});
  if (props.canary) trafficShift(props.canary);
  httpSpec(props.authorization ?? Authorization.iam());
  return {
    ...props,
    apiName: props.apiName ?? id,
    dualStack: props.dualStack ?? true,
    authorization: props.authorization ?? Authorization.iam(),
    throttle: props.throttle ?? Throttle.rate(1000, 2000),
    cors: props.cors ?? Cors.off(),
    accessLog: props.accessLog ?? AccessLog.json(),
    alarms: props.alarms ?? Alarms.standard(),
    dashboard: props.dashboard ?? Dashboard.standard(),
    canary: props.canary ?? Canary.off(),
    stage: props.stage ?? {},
    tags: props.tags ?? {},
  };
}
