import { AuthorizationType, Method, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { RestDecisions } from './rest-decisions';
import { guardOn, guardWaived } from '../core/guards';
import { formatRouteKey, RouteKey } from '../core/route-key';
import { Waiver, WaiverOptions } from '../core/waiver';
import { RouteOptions } from '../routes/route-options';
import { Authorization } from '../security/authorization';
import { Throttle } from '../traffic/throttle';

/** For methods that are authorized by other means than Cognito. */
const NO_COGNITO: WaiverOptions = {
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

/** What a route decides otherwise than its API, and what the API decides. */
export interface RouteDecisions extends RouteOptions {
  readonly byDefault: Authorization;
}

/** Says what a reviewer wants to know of one route besides what holds for the whole API. */
export function recordRoute(method: Method, key: RouteKey, { byDefault, authorization = byDefault, cache, throttle }: RouteDecisions): void {
  const { _spec: spec } = authorization;
  if (authorization !== byDefault && spec.kind === 'none') guardWaived(method, 'authorization', spec.reason);
  if (spec.kind !== 'none' && isCognito(byDefault) && !isCognito(authorization)) Waiver.record(method, NO_COGNITO);
  if (spec.kind !== 'none') cache?._warnOn(method, key);
  if (throttle) recordRouteThrottle(method, key, throttle);
}

function recordRouteThrottle(method: Method, key: RouteKey, throttle: Throttle): void {
  throttle._warnOn(method, `"${formatRouteKey(key)}"`);
  if (throttle._waiver !== undefined) guardWaived(method, 'throttle', throttle._waiver);
}

function recordAuthorization(restApi: RestApi, { authorization }: RestDecisions): void {
  const { _spec: spec } = authorization;
  if (spec.kind === 'none') {
    guardWaived(restApi, 'authorization', spec.reason);
    return;
  }
  guardOn(restApi, 'authorization', authorization._label);
  if (!isCognito(authorization)) Waiver.record(restApi, NO_COGNITO);
}

function isCognito({ _spec: spec }: Authorization): boolean {
  return spec.kind === 'cognito' || (spec.kind === 'authorizer' && spec.authorizer.authorizationType === AuthorizationType.COGNITO);
}

function recordTls(restApi: RestApi, { tls }: RestDecisions): void {
  if (tls._waiver === undefined) guardOn(restApi, 'tls', tls._label);
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
