import { HttpIntegrationType, HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { NewIntegrationSpec } from './http-backend';
import { fixedHeaders } from './integration-mapping';
import { IntegrationPlan } from './integration-plan';
import { checkPathParameters, spellParameters } from './path-parameters';
import { functionName, serverName } from '../core/identity';
import { LambdaPermissions } from '../core/lambda-permissions';
import { RouteKey } from '../core/route-key';

type SpecOf<Kind extends NewIntegrationSpec['kind']> = Extract<NewIntegrationSpec, { kind: Kind }>;

/** A function gets the whole request in payload format 2.0 and writes the whole answer. */
export function planLambda({ handler }: SpecOf<'lambda'>, permissions: LambdaPermissions): IntegrationPlan {
  return {
    name: functionName(handler),
    identity: { handler },
    request: {},
    service: false,
    bind: () => {
      permissions.permit(handler);
      return { type: HttpIntegrationType.AWS_PROXY, uri: handler.functionArn, payloadFormatVersion: PayloadFormatVersion.VERSION_2_0 };
    },
  };
}

/** A web server gets the request as it came. Without a method of its own it is called with that of the request, so that routes can share it. */
export function planHttp({ url, options }: SpecOf<'http'>, key: RouteKey): IntegrationPlan {
  checkPathParameters(url, key);
  const uri = spellParameters(url, (name) => `{${name}}`);
  const method = options.method ?? HttpMethod.ANY;
  return {
    name: serverName(url),
    identity: { uri, method },
    request: fixedHeaders(options.headers ?? {}),
    service: false,
    bind: () => ({
      type: HttpIntegrationType.HTTP_PROXY, uri, method: method as HttpMethod, payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    }),
  };
}
