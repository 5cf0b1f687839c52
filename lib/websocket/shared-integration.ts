import { CfnIntegration, WebSocketIntegrationType, WebSocketRouteIntegration, WebSocketRouteIntegrationConfig } from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * A route's hold on an integration that stands beside the routes.
 *
 * The integrations of the AWS CDK make theirs below the first route that asks, so that another order of routes makes other resources; and those for
 * functions give every route a permission of its own. The class is declared in here because, outside, it would load the classes of WebSocket APIs
 * at the start of every app there is.
 */
export function sharedIntegration(shared: CfnIntegration): WebSocketRouteIntegration {
  return new class extends WebSocketRouteIntegration {
    /** What a route really asks. */
    public _bindToRoute(): { readonly integrationId: string } {
      return { integrationId: shared.ref };
    }

    public bind(): WebSocketRouteIntegrationConfig {
      return { type: shared.integrationType as WebSocketIntegrationType, uri: shared.integrationUri ?? '' };
    }
  }('Shared');
}
