import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { IConstruct } from 'constructs';
import { ConnectAuthorizer, ConnectAuthorizerProps } from '../../../lib/security/connect/connect-authorizer';
import { newFunction } from '../../helpers/functions';

export const PAGE = 'https://shop.example';

/** How the API of a test wants its clients. */
export type Wanted = Omit<ConnectAuthorizerProps, 'webSocketApi'>;

export interface ConnectStack {
  readonly stack: Stack;
  readonly webSocketApi: WebSocketApi;
  readonly connect: ConnectAuthorizer;
  /** Synthesises: ask when everything is in. */
  template(): Template;
}

export function newApp(props?: ConstructorParameters<typeof App>[0]): Stack {
  return new Stack(new App(props), 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
}

/** A plain WebSocket API whose `$connect` route has the authorizer. */
export function connectStack(wanted: (stack: Stack) => Wanted, stack = newApp()): ConnectStack {
  const webSocketApi = new WebSocketApi(stack, 'Api');
  const connect = new ConnectAuthorizer(stack, 'Connect', { webSocketApi, ...wanted(stack) });
  webSocketApi.addRoute('$connect', {
    authorizer: connect.authorizer,
    integration: new WebSocketLambdaIntegration('Connected', connect.subprotocolEcho ?? newFunction(stack)),
  });
  return { stack, webSocketApi, connect, template: () => Template.fromStack(stack) };
}

export function idOf(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId((construct.node.defaultChild ?? construct) as CfnElement);
}
