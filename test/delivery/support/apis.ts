import { Stack } from 'aws-cdk-lib';
import { ApiDefinition, LambdaIntegration, RestApi, RestApiBase, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ApiCanary, ApiCanaryProps } from '../../../lib/delivery/api-canary';
import { Canary } from '../../../lib/delivery/canary';
import { ApiMetrics } from '../../../lib/observability/api-metrics';
import { newStack } from '../../helpers/apps';

export const METRICS = ApiMetrics.ofStage('Orders', 'prod');
export const GATE = 'Custom::ApiCanaryRollout';

/** A function whose code can be changed. */
export function newHandler(scope: Stack, code = 'one', id = 'Handler'): LambdaFunction {
  return new LambdaFunction(scope, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(`// ${code}`) });
}

/** An API that calls the function by its current version, and lets it be called by the whole API. */
export function newApi(stack: Stack, handler: IFunction = newHandler(stack).currentVersion, id = 'Api'): RestApi {
  const api = new RestApi(stack, id, { restApiName: 'Orders' });
  api.root.addMethod('GET', new LambdaIntegration(handler, { scopePermissionToMethod: false }));
  return api;
}

/** One from an OpenAPI document. */
export function newSpecApi(stack: Stack, uri: unknown, more: object = {}): SpecRestApi {
  const paths = { '/': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } } } };
  const document = { openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths, ...more };
  return new SpecRestApi(stack, 'Api', { apiDefinition: ApiDefinition.fromInline(document) });
}

export function newCanary(restApi: RestApiBase, props: Partial<ApiCanaryProps> = {}, scope: Stack = Stack.of(restApi)): ApiCanary {
  return new ApiCanary(scope, 'Canary', { restApi, metrics: METRICS, canary: Canary.steps([10, 50], { alarms: [calm(scope)] }), ...props });
}

/** An alarm that is made elsewhere. */
export function calm(scope: Stack, id = 'Calm'): IAlarm {
  return Alarm.fromAlarmArn(scope, id, 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Calm');
}

/** A stack with an API and a canary. */
export function withCanary(props: Partial<ApiCanaryProps> = {}): { stack: Stack; api: RestApi; canary: ApiCanary } {
  const stack = newStack();
  const api = newApi(stack);
  return { stack, api, canary: newCanary(api, props) };
}
