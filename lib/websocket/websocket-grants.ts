import { Stack } from 'aws-cdk-lib';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CONNECT } from './websocket-route-key';

/** What `@connections` can be asked: to close a connection, to look at it, to send to it. */
const METHODS = ['DELETE', 'GET', 'POST'];

/** Permissions on a WebSocket API: of those who connect, and of those who send to connections. */
export class WebSocketGrants {
  /** @internal */
  public static _on(webSocketApi: WebSocketApi, stageName: string): WebSocketGrants {
    return new WebSocketGrants(webSocketApi, stageName);
  }

  private constructor(private readonly webSocketApi: WebSocketApi, private readonly stageName: string) {}

  /** Let a role, user or function connect: `execute-api:Invoke` on `$connect`. APIs with another authorization do not look at it. */
  public connect(grantee: IGrantable): Grant {
    const resourceArns = [this.webSocketApi.arnForExecuteApiV2(CONNECT, this.stageName)];
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
  }

  /**
   * Let a role, user or function send to connections, look at them and close them through `callbackUrl`: `execute-api:ManageConnections`
   * on the connections of this stage and nothing else. Connections have ids that nobody knows beforehand, so the permission has a wildcard in their place,
   * which review tools want to be told the reason of.
   */
  public manageConnections(grantee: IGrantable): Grant {
    const resourceArns = METHODS.map((method) => Stack.of(this.webSocketApi).formatArn({
      service: 'execute-api', resource: this.webSocketApi.apiId, resourceName: `${this.stageName}/${method}/@connections/*`,
    }));
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:ManageConnections'], resourceArns });
  }
}
