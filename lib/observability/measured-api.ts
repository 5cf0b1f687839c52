import { Token } from 'aws-cdk-lib';
import type { HttpApi, IHttpApi, IWebSocketApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ApiKind, HTTP_API, REST_API } from './api-kind';
import { WEBSOCKET_API } from './websocket-kind';
import { refuse } from '../core/refuse';

/** The API that is measured. */
export interface MeasuredApi {
  readonly kind: ApiKind;
  /** What people call it. */
  readonly name: string;
  /** What CloudWatch finds it by. */
  readonly dimension: Record<string, string>;
  /** What tells it from every other API while the app is synthesised, when its id is not known yet. */
  readonly identity: string;
  /** What tells it from every other API of the account and region, for the names of metrics of our own. */
  readonly key: readonly string[];
}

const NON_ASCII = /[^\x00-\x7F]/g;

/** API Gateway reports a REST API by its name. */
export function measuredRestApi(apiName: string): MeasuredApi {
  const reported = asReported(apiName);
  return { kind: REST_API, name: apiName, dimension: { ApiName: reported }, identity: reported, key: [apiName] };
}

/** API Gateway reports an HTTP API by its id, so two of one name are not mixed up; neither may what we count. */
export function measuredHttpApi(httpApi: IHttpApi): MeasuredApi {
  const name = (httpApi as Partial<HttpApi>).httpApiName;
  return measuredById(HTTP_API, httpApi, name);
}

/** The same holds for a WebSocket API. */
export function measuredWebSocketApi(webSocketApi: IWebSocketApi): MeasuredApi {
  const name = (webSocketApi as Partial<WebSocketApi>).webSocketApiName;
  return measuredById(WEBSOCKET_API, webSocketApi, name);
}

/** An imported API does not say its name. */
function measuredById(kind: ApiKind, api: IHttpApi | IWebSocketApi, givenName: string | undefined): MeasuredApi {
  const [name, ApiId] = [givenName ?? api.node.id, api.apiId];
  return { kind, name, dimension: { ApiId }, identity: api.node.path, key: [name, ApiId] };
}

/** API Gateway drops every character that is not ASCII from the name before it reports, and uses the API id if nothing is left. */
function asReported(apiName: string): string {
  if (Token.isUnresolved(apiName)) return apiName;
  const reported = apiName.replace(NON_ASCII, '');
  return reported === '' ? refuse('api-name-without-ascii', { name: apiName }) : reported;
}
