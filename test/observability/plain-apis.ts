import { App, Stack } from 'aws-cdk-lib';
import { ApiDefinition, RestApi, SpecRestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, IHttpStage, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

/** An API as anybody would write it, without this library. */
export interface PlainApi {
  readonly stack: Stack;
  readonly stage: Stage;
}

export function plainRestApi(): PlainApi {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1', account: '111111111111' } });
  const api = new RestApi(stack, 'Orders', { cloudWatchRole: false });
  api.root.addMethod('GET');
  return { stack, stage: api.deploymentStage };
}

export function plainSpecRestApi(): PlainApi {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1', account: '111111111111' } });
  const api = new SpecRestApi(stack, 'Orders', {
    apiDefinition: ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths: {} }),
  });
  return { stack, stage: api.deploymentStage };
}

export const PLAIN_APIS: [string, () => PlainApi][] = [['RestApi', plainRestApi], ['SpecRestApi', plainSpecRestApi]];

/** An HTTP API as anybody would write it. */
export interface PlainHttpApi {
  readonly stack: Stack;
  readonly api: HttpApi;
  readonly stage: IHttpStage;
}

export function plainHttpApi(): PlainHttpApi {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1', account: '111111111111' } });
  const api = new HttpApi(stack, 'Orders');
  return { stack, api, stage: api.defaultStage! };
}

/** A WebSocket API as anybody would write it. */
export interface PlainWebSocketApi {
  readonly stack: Stack;
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
}

export function plainWebSocketApi(): PlainWebSocketApi {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1', account: '111111111111' } });
  const api = new WebSocketApi(stack, 'Chat');
  api.addRoute('$connect', { integration: new WebSocketMockIntegration('Connect') });
  return { stack, api, stage: new WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'prod', autoDeploy: true }) };
}

/** What a construct recorded for the report. */
export function guardsOf(construct: { node: { metadata: { type: string; data: unknown }[] } }): unknown[] {
  return construct.node.metadata.filter((entry) => entry.type === 'cdk-gatehouse:guard').map((entry) => entry.data);
}
