import { WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { RoutePlace } from './integration-plan';
import { WebSocketIntegrations, WebSocketIntegrationsProps } from './websocket-integrations';
import { LambdaReleases } from '../delivery/functions/lambda-releases';
import { Backend } from '../routes/backend';

/** What integrations are made of, and what their functions are released by. */
export interface ReleasedIntegrationsProps extends WebSocketIntegrationsProps {
  readonly releases: LambdaReleases;
}

/** Integrations that call what functions are released by. It is made with the first route that leads there, and not by one that is refused. */
export class ReleasedIntegrations extends WebSocketIntegrations {
  private readonly releases: LambdaReleases;

  constructor(scope: Construct, id: string, props: ReleasedIntegrationsProps) {
    super(scope, id, props);
    this.releases = props.releases;
  }

  public override integration(place: RoutePlace, backend: Backend): WebSocketRouteIntegration {
    return super.integration(place, backend._releasedBy((handler) => this.releases.released(handler)));
  }
}
