import { EndpointType, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { BuildApi } from '../application';
import { addGatewayResponses } from '../hand-written/gateway-responses';
import { API_NAME } from '../hand-written/measures';
import { observe } from '../hand-written/observe';
import { addUsagePlan, restReporting, STAGE_NAME } from '../hand-written/rest-api';
import { addRoutes } from '../hand-written/rest-routes';
import { logWebAcl, visible, WEB_ACL_METRIC, webAclRules } from '../hand-written/web-acl';

/** As much of the two packages as is used. They are installed for the benchmark only, so their own types are not there. */
export interface SolutionsConstructs {
  readonly ApiGatewayToLambda: new (scope: Construct, id: string, props: {
    readonly existingLambdaObj: IFunction;
    readonly apiGatewayProps: object;
    readonly createUsagePlan: boolean;
  }) => Construct & { readonly apiGateway: RestApi; readonly apiGatewayLogGroup: LogGroup };
  readonly WafwebaclToApiGateway: new (scope: Construct, id: string, props: {
    readonly existingApiGatewayInterface: RestApi;
    readonly webaclProps: object;
  }) => Construct & { readonly webacl: CfnWebACL };
}

/** AWS Solutions Constructs where they have something, and by hand what they have not: everything but API, access log, role and web ACL. */
export function solutions({ ApiGatewayToLambda, WafwebaclToApiGateway }: SolutionsConstructs): BuildApi {
  return (scope, application) => {
    const { apiGateway: api, apiGatewayLogGroup: accessLog } = new ApiGatewayToLambda(scope, 'Orders', {
      existingLambdaObj: application.routes[0].handler,
      apiGatewayProps: PROPS,
      createUsagePlan: false,
    });
    addGatewayResponses(api);
    addRoutes(api, application);
    const { webacl } = new WafwebaclToApiGateway(scope, 'WebAcl', {
      existingApiGatewayInterface: api,
      webaclProps: { rules: webAclRules(), visibilityConfig: visible(WEB_ACL_METRIC) },
    });
    logWebAcl(scope, webacl);
    addUsagePlan(api, api.deploymentStage);
    observe(scope, application, restReporting(accessLog));
  };
}

const PROPS = {
  restApiName: API_NAME,
  endpointConfiguration: { types: [EndpointType.REGIONAL] },
  proxy: false,
  deployOptions: {
    stageName: STAGE_NAME,
    loggingLevel: MethodLoggingLevel.ERROR,
    throttlingRateLimit: 1000,
    throttlingBurstLimit: 2000,
  },
};
