import { WebSocketRoute, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketDecisions } from './websocket-decisions';
import { CONNECT } from './websocket-route-key';
import { WebSocketRouteOptions } from './websocket-route-options';
import { guardOn, guardWaived } from '../core/guards';
import { Waiver } from '../core/waiver';

/** AWS: "you can configure authorization on the `$connect` route only". */
const AUTHORIZED_ALREADY = 'API Gateway authorizes WebSocket connections at $connect only; whatever is sent on one comes from somebody who was let in there';

/** Says how the guards of the stage stand that no part of their own looks after: on the very construct a reviewer's tool would complain about. */
export function recordGuards(stage: WebSocketStage, { throttle, executionLog }: WebSocketDecisions): void {
  executionLog._record(stage);
  throttle._warnOn(stage, 'the stage');
  if (throttle._waiver === undefined) guardOn(stage, 'throttle', throttle._label);
  else guardWaived(stage, 'throttle', throttle._waiver);
}

/** Says what a reviewer wants to know of one route besides what holds for the whole API. */
export function recordRoute(route: WebSocketRoute, { throttle }: WebSocketRouteOptions): void {
  if (route.routeKey !== CONNECT) Waiver.record(route, { control: 'authorization', reason: AUTHORIZED_ALREADY, rules: ['AwsSolutions-APIG4'] });
  throttle?._warnOn(route, `"${route.routeKey}"`);
  if (throttle?._waiver !== undefined) guardWaived(route, 'throttle', throttle._waiver);
}
