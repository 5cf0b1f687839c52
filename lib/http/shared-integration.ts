import { HttpIntegration, HttpRouteIntegration, HttpRouteIntegrationConfig } from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * A route's hold on an integration that stands beside the routes.
 *
 * The integrations of the AWS CDK make theirs below the first route that asks, so that another order of routes makes other resources.
 * The class is declared in here because, outside, it would load the classes of HTTP APIs at the start of every app there is.
 */
export function sharedIntegration(shared: HttpIntegration, config: HttpRouteIntegrationConfig): HttpRouteIntegration {
  return new class extends HttpRouteIntegration {
    /** What a route really asks. */
    public _bindToRoute(): { readonly integrationId: string } {
      return { integrationId: shared.integrationId };
    }

    public bind(): HttpRouteIntegrationConfig {
      return config;
    }
  }('Shared');
}
