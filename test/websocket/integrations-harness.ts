import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { WebSocketApi, WebSocketRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { LambdaPermissions } from '../../lib/core/lambda-permissions';
import { Backend } from '../../lib/routes/backend';
import { RoutePlace } from '../../lib/websocket/integration-plan';
import { WebSocketIntegrations } from '../../lib/websocket/websocket-integrations';
import { takesNoMessages } from '../../lib/websocket/websocket-route-key';

/** What a route says of itself. */
type PlaceOptions = Partial<Pick<RoutePlace, 'replies' | 'timeout'>>;

/** A plain WebSocket API whose routes lead to our integrations. */
export class WebSocketApiOfRoutes {
  public readonly webSocketApi: WebSocketApi;
  public readonly integrations: WebSocketIntegrations;

  constructor(public readonly stack: Stack, id = 'Api') {
    this.webSocketApi = new WebSocketApi(stack, id);
    this.integrations = new WebSocketIntegrations(this.webSocketApi, 'Integrations', {
      webSocketApi: this.webSocketApi,
      permissions: new LambdaPermissions(this.webSocketApi, 'Permissions', { api: this.webSocketApi }),
    });
  }

  /** As the engine does it: check first, make afterwards. */
  public add(key: string, backend: Backend, options: PlaceOptions = {}): WebSocketRoute {
    this.check(key, backend, options);
    return this.webSocketApi.addRoute(key, { integration: this.integrations.integration(placeOf(key, options), backend) });
  }

  public check(key: string, backend: Backend, options: PlaceOptions = {}): void {
    this.integrations.check(placeOf(key, options), backend);
  }
}

function placeOf(key: string, { replies = false, timeout }: PlaceOptions): RoutePlace {
  return { key, lifecycle: takesNoMessages(key), replies, timeout };
}

/** The properties of every resource of a type, by logical id. */
export function resources(stack: Stack, type: string): Record<string, Record<string, unknown>> {
  const found = Template.fromStack(stack).findResources(type);
  return Object.fromEntries(Object.entries(found).map(([id, { Properties }]) => [id, Properties]));
}

/** The properties of the only integration. */
export function integration(stack: Stack): Record<string, unknown> {
  const [only, ...more] = Object.values(resources(stack, 'AWS::ApiGatewayV2::Integration'));
  expect(more).toEqual([]);
  return only;
}

/** The properties of the only integration response, if there is one. */
export function answer(stack: Stack): Record<string, unknown> | undefined {
  const [only, ...more] = Object.values(resources(stack, 'AWS::ApiGatewayV2::IntegrationResponse'));
  expect(more).toEqual([]);
  return only;
}
