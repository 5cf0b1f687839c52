import { Duration } from 'aws-cdk-lib';
import { CfnIntegrationProps } from 'aws-cdk-lib/aws-apigatewayv2';

/** A route, as far as the integration behind it is concerned. */
export interface RoutePlace {
  readonly key: string;
  /** Whether connections are opened or closed here, and no message is there to pass on. */
  readonly lifecycle: boolean;
  /** Whether what the backend answers goes back. */
  readonly replies: boolean;
  readonly timeout?: Duration;
}

/** What the AWS CDK must be told of an integration, besides its API and its timeout. */
export type IntegrationConfig = Omit<CfnIntegrationProps, 'apiId' | 'timeoutInMillis'>;

/** What an integration that is not passed through makes of the answer of its backend. Nothing: it goes on as it is. */
export interface IntegrationAnswer {
  readonly responseTemplates?: { readonly [selected: string]: string };
  readonly templateSelectionExpression?: string;
}

/** What an integration will be. Planning it refuses what cannot work, and makes nothing. */
export interface IntegrationPlan {
  /** What its id begins with, for people. */
  readonly name: string;
  /** What tells it from others with the same timeout. Constructs stand for where they are. */
  readonly identity: { readonly [name: string]: unknown };
  /** None for those that are passed through. */
  readonly answer?: IntegrationAnswer;
  /** Make what it needs besides, under names that begin with the id of the integration, and say the rest. */
  readonly bind: (id: string) => IntegrationConfig;
}

/** The key of the only template of an integration. */
export const ONLY = '$default';
/** What selects it. A selection expression would take a dollar sign without a backslash for a variable (AWS: "WebSocket selection expressions"). */
export const SELECT_ONLY = '\\$default';
