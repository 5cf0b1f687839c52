import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { LambdaPermissions } from '../../lib/core/lambda-permissions';
import { HttpIntegrations } from '../../lib/http/http-integrations';
import { isDefaultRoute, parseHttpRouteKey } from '../../lib/http/http-route-key';
import { IntegrationOptions } from '../../lib/http/integration-plan';
import { Backend } from '../../lib/routes/backend';
import { VpcLinks } from '../../lib/vpc/vpc-links';

/** A plain HTTP API whose routes lead to our integrations. */
export class HttpApiOfRoutes {
  public readonly httpApi: HttpApi;
  public readonly integrations: HttpIntegrations;

  constructor(public readonly stack: Stack, id = 'Api') {
    this.httpApi = new HttpApi(stack, id, { createDefaultStage: false });
    this.integrations = new HttpIntegrations(this.httpApi, 'Integrations', {
      httpApi: this.httpApi,
      withheld: [],
      links: new VpcLinks(this.httpApi, 'VpcLinks'),
      permissions: new LambdaPermissions(this.httpApi, 'Permissions', { api: this.httpApi }),
    });
  }

  /** As the engine does it: check first, make afterwards. */
  public add(routeKey: string, backend: Backend, options: IntegrationOptions = {}): HttpRoute {
    const key = parseHttpRouteKey(routeKey);
    this.integrations.check(key, backend, options);
    return new HttpRoute(this.httpApi, routeKey.replace(/\//g, '|'), {
      httpApi: this.httpApi,
      routeKey: isDefaultRoute(key) ? HttpRouteKey.DEFAULT : HttpRouteKey.with(key.path, key.method as HttpMethod),
      integration: this.integrations.integration(key, backend, options),
      authorizer: new HttpIamAuthorizer(),
    });
  }

  public check(routeKey: string, backend: Backend, options: IntegrationOptions = {}): void {
    this.integrations.check(parseHttpRouteKey(routeKey), backend, options);
  }
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
