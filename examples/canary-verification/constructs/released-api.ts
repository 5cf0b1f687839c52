import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LambdaIntegration, MockIntegration, PassthroughBehavior, ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { API_NAME, STAGE_NAME } from '../names';

/** Enough for the script, and too little for anybody else to run up a bill. */
const RATE = 50;

/**
 * An API that says which release answers: from a mock, from the code of a function, and to whoever takes the wrong way. All three are part of a
 * deployment, so that all three go with the canary.
 */
export function releasedApi(scope: Construct, release: string): RestApi {
  const api = new RestApi(scope, 'Api', {
    restApiName: API_NAME,
    cloudWatchRole: false,
    deployOptions: { stageName: STAGE_NAME, throttlingRateLimit: RATE, throttlingBurstLimit: RATE },
  });
  api.root.addMethod('GET', saying(release), { methodResponses: [{ statusCode: '200' }] });
  // A version, because code that has none is everybody's at once; and a permission for all of the API, because one for a method names the stage.
  api.root.addResource('code').addMethod('GET', new LambdaIntegration(codeOf(scope, release).currentVersion, { scopePermissionToMethod: false }));
  api.addGatewayResponse('NoSuchRoute', { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, statusCode: '404', templates: { 'application/json': body(release) } });
  return api;
}

function saying(release: string): MockIntegration {
  return new MockIntegration({
    passthroughBehavior: PassthroughBehavior.NEVER,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': body(release) } }],
  });
}

/** API Gateway puts `true` or `false` in, as long as there is a canary. */
function body(release: string): string {
  return JSON.stringify({ release, canary: '$context.isCanaryRequest' });
}

function codeOf(scope: Construct, release: string): Function {
  return new Function(scope, 'Code', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline(`exports.handler = async () => ({ statusCode: 200, body: ${JSON.stringify(JSON.stringify({ release }))} });`),
    timeout: Duration.seconds(10),
    logGroup: new LogGroup(scope, 'CodeLog', { retention: RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY }),
  });
}
