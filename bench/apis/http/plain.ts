import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, IpAddressType, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Application, BuildApi } from '../application';
import { API_NAME } from '../hand-written/measures';
import { addAccessLog, observe } from '../hand-written/observe';

/** An HTTP API as a careful team writes it by hand with the AWS CDK alone. */
export const plain: BuildApi = (scope, application) => {
  const accessLog = addAccessLog(scope);
  const api = new HttpApi(scope, 'Orders', {
    apiName: API_NAME, createDefaultStage: false, defaultAuthorizer: new HttpIamAuthorizer(), ipAddressType: IpAddressType.DUAL_STACK,
  });
  addStage(api, accessLog);
  addRoutes(api, application);
  observe(scope, application, {
    accessLog, stageName: '$default', dimension: { ApiId: api.apiId }, errors: { server: '5xx', client: '4xx' }, routeField: 'routeKey',
  });
};

function addStage(httpApi: HttpApi, accessLog: ILogGroup): void {
  new HttpStage(httpApi, 'Stage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    detailedMetricsEnabled: true,
    throttle: { rateLimit: 1000, burstLimit: 2000 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(Object.fromEntries(LOGGED.map((field) => [field, `$context.${field}`])))),
    },
  });
}

const LOGGED = ['requestId', 'requestTime', 'routeKey', 'path', 'status', 'protocol', 'responseLength', 'responseLatency', 'error.message',
  'integration.status', 'integration.latency', 'integration.error', 'identity.sourceIp', 'identity.caller', 'identity.userAgent'];

/** One integration for each function, as the documentation of the AWS CDK shows it. */
function addRoutes(api: HttpApi, application: Application): void {
  const integrations = new Map<IFunction, HttpLambdaIntegration>();
  for (const { method, path, handler } of application.routes) {
    const integration = integrations.get(handler) ?? new HttpLambdaIntegration(`${handler.node.id}Integration`, handler);
    integrations.set(handler, integration);
    api.addRoutes({ path, methods: [method as HttpMethod], integration });
  }
}
