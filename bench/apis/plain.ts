import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat, CfnRestApi, EndpointType, LogGroupLogDestination, MethodLoggingLevel, Period, RestApi, Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Application, BuildApi } from './application';
import { addAlarms } from './hand-written/alarms';
import { addDashboard } from './hand-written/dashboard';
import { addGatewayResponses } from './hand-written/gateway-responses';
import { API_NAME, measuresOf, STAGE_NAME } from './hand-written/measures';
import { addRoutes } from './hand-written/routes';
import { addWebAcl, logWebAcl } from './hand-written/web-acl';

/** What a careful team writes by hand with the AWS CDK alone. */
export const plain: BuildApi = (scope, application) => {
  const accessLog = new LogGroup(scope, 'AccessLog', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const api = createApi(scope, accessLog);
  addGatewayResponses(api);
  addRoutes(api, application);
  logWebAcl(scope, addWebAcl(scope, api.deploymentStage));
  addUsagePlan(api, api.deploymentStage);
  observe(scope, application, accessLog);
};

function createApi(scope: Construct, accessLog: LogGroup): RestApi {
  const api = new RestApi(scope, 'Orders', {
    restApiName: API_NAME,
    endpointTypes: [EndpointType.REGIONAL],
    cloudWatchRole: true,
    deployOptions: {
      stageName: STAGE_NAME,
      accessLogDestination: new LogGroupLogDestination(accessLog),
      accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      tracingEnabled: true,
      throttlingRateLimit: 1000,
      throttlingBurstLimit: 2000,
    },
  });
  const resource = api.node.defaultChild as CfnRestApi;
  resource.securityPolicy = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';
  resource.endpointAccessMode = 'STRICT';
  return api;
}

/** One tier with one key. */
export function addUsagePlan(api: RestApi, stage: Stage): void {
  const plan = api.addUsagePlan('Standard', {
    throttle: { rateLimit: 100, burstLimit: 200 },
    quota: { limit: 100_000, period: Period.DAY },
    apiStages: [{ api, stage }],
  });
  plan.addApiKey(api.addApiKey('StandardKey'));
}

/** Alarms and a dashboard on what the API reports. */
export function observe(scope: Construct, application: Application, accessLog: LogGroup): void {
  const measures = measuresOf(scope, accessLog);
  const alarms = addAlarms(scope, measures, application.alarmTopic);
  addDashboard(scope, measures, { alarms, accessLog });
}
