import { Stack } from 'aws-cdk-lib';
import {
  IWebSocketApi, IWebSocketRouteAuthorizer, WebSocketAuthorizer, WebSocketAuthorizerType, WebSocketRouteAuthorizerBindOptions,
  WebSocketRouteAuthorizerConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { invocationUri } from '../../core/invocation-uri';
import { refuse } from '../../core/refuse';

/** Which function is asked, and by which API. */
export interface AskedFunction {
  readonly webSocketApi: IWebSocketApi;
  readonly handler: IFunction;
  /** What must be there for it to be asked at all. */
  readonly identitySource: string[];
}

/** The id and the name of the authorizer: an API has one, as only `$connect` can have any. */
const NAME = 'ConnectAuthorizer';

/**
 * An authorizer that asks a function, and may call it. The one of the AWS CDK has the names of the stack and of the stages around it in the logical id of
 * its permission, so that no two stages of a pipeline have the same template.
 */
export class LambdaAuthorizer implements IWebSocketRouteAuthorizer {
  private authorizer?: WebSocketAuthorizer;

  /** @param part where the permission is made: beside the API, because functions of another stack need not know it */
  constructor(private readonly part: Construct, private readonly asked: AskedFunction) {}

  public bind({ route }: WebSocketRouteAuthorizerBindOptions): WebSocketRouteAuthorizerConfig {
    const { webSocketApi } = this.asked;
    if (route.webSocketApi !== webSocketApi) refuse('connect-authorizer-of-another-api', { path: webSocketApi.node.path }, route);
    this.authorizer ??= this.make(webSocketApi);
    return { authorizerId: this.authorizer.authorizerId, authorizationType: 'CUSTOM' };
  }

  private make(webSocketApi: IWebSocketApi): WebSocketAuthorizer {
    const { handler, identitySource } = this.asked;
    const made = new WebSocketAuthorizer(webSocketApi, NAME, {
      webSocketApi,
      identitySource,
      authorizerName: NAME,
      type: WebSocketAuthorizerType.LAMBDA,
      authorizerUri: invocationUri(this.part, handler.functionArn),
    });
    handler.addPermission('Permission', {
      scope: this.part,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this.part).formatArn({
        service: 'execute-api', resource: webSocketApi.apiId, resourceName: `authorizers/${made.authorizerId}`,
      }),
    });
    return made;
  }
}
