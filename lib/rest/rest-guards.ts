import { RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { RestDecisions } from './rest-decisions';
import { guardOn, guardWaived } from '../core/guards';
import { Waiver, WaiverOptions } from '../core/waiver';

/** For methods that are authorized by other means than Cognito. */
export const NO_COGNITO: WaiverOptions = {
  control: 'Cognito authorization', reason: 'Callers are authorized by IAM or by a Lambda authorizer instead.', rules: ['AwsSolutions-COG4'],
};

/** Says how the guards stand that no part of their own looks after: on the very construct a reviewer's tool would complain about. */
export function recordGuards(restApi: RestApi, stage: Stage, decisions: RestDecisions): void {
  recordAuthorization(restApi, decisions);
  recordTls(restApi, decisions);
  recordValidation(restApi, decisions);
  recordThrottle(stage, decisions);
  decisions.executionLog._record(stage);
  decisions.tracing._record(stage);
}

function recordAuthorization(restApi: RestApi, { authorization }: RestDecisions): void {
  const { _spec: spec } = authorization;
  if (spec.kind === 'none') {
    guardWaived(restApi, 'authorization', spec.reason);
    return;
  }
  guardOn(restApi, 'authorization', authorization._label);
  if (spec.kind !== 'cognito') Waiver.record(restApi, NO_COGNITO);
}

function recordTls(restApi: RestApi, { tls }: RestDecisions): void {
  if (tls._waiver === undefined) guardOn(restApi, 'tls', tls._securityPolicy);
  else guardWaived(restApi, 'tls', tls._waiver);
}

function recordValidation(restApi: RestApi, { validation }: RestDecisions): void {
  if (validation._waiver === undefined) guardOn(restApi, 'validation', 'body and parameters');
  else guardWaived(restApi, 'validation', validation._waiver);
}

function recordThrottle(stage: Stage, { throttle }: RestDecisions): void {
  throttle._warnOn(stage, 'the stage');
  if (throttle._waiver === undefined) guardOn(stage, 'throttle', throttle._label);
  else guardWaived(stage, 'throttle', throttle._waiver);
}
