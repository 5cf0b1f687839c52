import {
  AccessLogFormat, CfnRestApi, LogGroupLogDestination, MethodLoggingLevel, Period, RestApi, RestApiProps, Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Application } from '../application';
import { addGatewayResponses } from './gateway-responses';
import { API_NAME, Reporting } from './measures';
import { addAccessLog, observe } from './observe';
import { addRoutes } from './rest-routes';
import { addWebAcl, logWebAcl, WEB_ACL_METRIC } from './web-acl';

export const STAGE_NAME = 'prod';

/** How callers reach the API. */
export interface WayIn extends RestApiProps {
  /** How strictly API Gateway looks at the names it is called by. */
  readonly endpointAccessMode: 'STRICT' | 'BASIC';
}

/** A REST API with everything, wherever it listens. */
export function addRestApi(scope: Construct, application: Application, wayIn: WayIn): void {
  const accessLog = addAccessLog(scope);
  const api = createApi(scope, accessLog, wayIn);
  addGatewayResponses(api);
  addRoutes(api, application);
  logWebAcl(scope, addWebAcl(scope, api.deploymentStage));
  addUsagePlan(api, api.deploymentStage);
  observe(scope, application, restReporting(accessLog));
}

function createApi(scope: Construct, accessLog: ILogGroup, { endpointAccessMode, ...props }: WayIn): RestApi {
  const api = new RestApi(scope, 'Orders', {
    ...props,
    restApiName: API_NAME,
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
  resource.endpointAccessMode = endpointAccessMode;
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

/** What a REST API reports. */
export function restReporting(accessLog: ILogGroup): Reporting {
  return {
    accessLog,
    stageName: STAGE_NAME,
    dimension: { ApiName: API_NAME },
    errors: { server: '5XXError', client: '4XXError' },
    routeField: 'resourcePath',
    webAcl: WEB_ACL_METRIC,
  };
}
