import { HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { HttpIntegrations, HttpIntegrationsProps } from './http-integrations';
import { IntegrationOptions } from './integration-plan';
import { RouteKey } from '../core/route-key';
import { LambdaReleases } from '../delivery/functions/lambda-releases';
import { Backend } from '../routes/backend';

/** What integrations are made of, and what their functions are released by. */
export interface ReleasedIntegrationsProps extends HttpIntegrationsProps {
  readonly releases: LambdaReleases;
}

/** Integrations that call what functions are released by. It is made with the first route that leads there, and not by one that is refused. */
export class ReleasedIntegrations extends HttpIntegrations {
  private readonly releases: LambdaReleases;

  constructor(scope: Construct, id: string, props: ReleasedIntegrationsProps) {
    super(scope, id, props);
    this.releases = props.releases;
  }

  public override check(key: RouteKey, backend: Backend, options: IntegrationOptions): void {
    super.check(key, backend._releasedBy((handler) => this.releases._releasedAlready(handler)), options);
  }

  public override integration(key: RouteKey, backend: Backend, options: IntegrationOptions): HttpRouteIntegration {
    return super.integration(key, backend._releasedBy((handler) => this.releases.released(handler)), options);
  }
}
