import { Duration } from 'aws-cdk-lib';
import { HttpRouteIntegrationConfig } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpParameterMapping } from '../routes/parameter-mapping';

/** What a route says about the integration behind it besides its backend. */
export interface IntegrationOptions {
  readonly timeout?: Duration;
  readonly mapping?: HttpParameterMapping;
}

/** What an integration will be. Planning it refuses what cannot work, and makes nothing. */
export interface IntegrationPlan {
  /** What its id begins with, for people. */
  readonly name: string;
  /** What tells it from others with the same mapping and timeout. Constructs stand for where they are. */
  readonly identity: { [name: string]: unknown };
  /** What the backend itself maps: headers and path of a request that is passed on, all there is of one that goes to a service. */
  readonly request: { [target: string]: string };
  /** Whether the request is made anew for an AWS service and not passed on. */
  readonly service: boolean;
  /** Make what it needs besides, under names that begin with the id of the integration, and say the rest. */
  readonly bind: (id: string) => HttpRouteIntegrationConfig;
}
