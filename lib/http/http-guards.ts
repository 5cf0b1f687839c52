import { HttpApi, HttpRoute, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpDecisions } from './http-decisions';
import { formatHttpRouteKey } from './http-route-key';
import { HttpRouteOptions } from './http-route-options';
import { guardOn, guardWaived } from '../core/guards';
import { RouteKey } from '../core/route-key';
import { Authorization } from '../security/authorization';
import { Cors } from '../traffic/cors';

/** Says how the guards stand that no part of their own looks after: on the very construct a reviewer's tool would complain about. */
export function recordGuards(httpApi: HttpApi, stage: HttpStage, decisions: HttpDecisions): void {
  recordAuthorization(httpApi, decisions);
  recordThrottle(stage, decisions);
}

/** What a route decides otherwise than its API, and what the API decides. */
export interface HttpRouteDecisions extends HttpRouteOptions {
  readonly byDefault: Authorization;
  readonly cors: Cors;
}

/** Says what a reviewer wants to know of one route besides what holds for the whole API. */
export function recordRoute(route: HttpRoute, key: RouteKey, decisions: HttpRouteDecisions): void {
  const { byDefault, authorization = byDefault, throttle, cors } = decisions;
  const { _spec: spec } = authorization;
  if (authorization !== byDefault && spec.kind === 'none') guardWaived(route, 'authorization', spec.reason);
  if (spec.kind !== 'none') cors._warnOfPreflights(route, formatHttpRouteKey(key), key.method);
  throttle?._warnOn(route, `"${formatHttpRouteKey(key)}"`);
  if (throttle?._waiver !== undefined) guardWaived(route, 'throttle', throttle._waiver);
}

/** Behind the secret of CloudFront every route of ours has an authorizer, so there is nothing to acknowledge but routes that go around it. */
function recordAuthorization(httpApi: HttpApi, { authorization, edge }: HttpDecisions): void {
  const { _spec: spec } = authorization;
  if (spec.kind === 'none') guardWaived(httpApi, 'authorization', spec.reason, edge && !edge._clientCertificate ? [] : undefined);
  else guardOn(httpApi, 'authorization', authorization._label);
}

function recordThrottle(stage: HttpStage, { throttle }: HttpDecisions): void {
  throttle._warnOn(stage, 'the stage');
  if (throttle._waiver === undefined) guardOn(stage, 'throttle', throttle._label);
  else guardWaived(stage, 'throttle', throttle._waiver);
}
