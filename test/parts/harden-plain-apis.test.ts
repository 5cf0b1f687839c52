import { App, AppProps, CfnElement, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiDefinition, MockIntegration, RestApi, RestApiBase, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Alarms } from '../../lib/observability/alarms';
import { ApiAccessLog } from '../../lib/observability/api-access-log';
import { ApiAccountLogging } from '../../lib/observability/api-account-logging';
import { ApiAlarms } from '../../lib/observability/api-alarms';
import { ApiDashboard } from '../../lib/observability/api-dashboard';
import { ApiMetrics } from '../../lib/observability/api-metrics';
import { HttpApiAccessLog } from '../../lib/observability/http-api-access-log';
import { ApiWaf } from '../../lib/security/waf/api-waf';
import { ApiCustomDomain } from '../../lib/traffic/api-custom-domain';
import { ApiGatewayResponses } from '../../lib/traffic/api-gateway-responses';
import { ApiUsagePlans } from '../../lib/traffic/api-usage-plans';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { Quota } from '../../lib/traffic/quota';
import { Throttle } from '../../lib/traffic/throttle';
import { TierKey } from '../../lib/traffic/tier-key';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { FLAGS, nagFindings } from '../helpers/apps';

const HERE = { env: { account: '111122223333', region: 'eu-west-1' } };
const DOCUMENT = {
  openapi: '3.0.1',
  info: { title: 'parcels', version: '1' },
  paths: { '/parcels': { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } } },
};

/** APIs as anybody would write them, without this library. */
const PLAIN: [string, (stack: Stack) => RestApiBase][] = [
  ['RestApi', (stack) => {
    const api = new RestApi(stack, 'Parcels', { restApiName: 'parcels', cloudWatchRole: false });
    api.root.addResource('parcels').addMethod('GET', new MockIntegration(), { apiKeyRequired: true });
    return api;
  }],
  ['SpecRestApi', (stack) => new SpecRestApi(stack, 'Parcels', {
    restApiName: 'parcels', cloudWatchRole: false, apiDefinition: ApiDefinition.fromInline(DOCUMENT),
  })],
];

const EVERYWHERE = PLAIN.flatMap(([kind, api]) => FLAGS.map(([flags, props]) => ({ kind, api, flags, props })));

interface Shop { readonly stack: Stack; readonly api: RestApiBase }

function plain({ api, props }: { api: (stack: Stack) => RestApiBase; props: AppProps }): Shop {
  const stack = new Stack(new App(props), 'Shop', HERE);
  return { stack, api: api(stack) };
}

/** What a part may change of a resource that is there. */
const CHANGED = ['AccessLogSetting', 'Body', 'DeploymentId'];

/** One line for one part. */
function harden(scope: Construct, api: RestApiBase): void {
  const stage = api.deploymentStage;
  stage.node.addDependency(ApiAccountLogging.ensure(scope));
  const { logGroup: accessLogGroup } = new ApiAccessLog(scope, 'AccessLog', { stage });
  const { metrics: waf } = new ApiWaf(scope, 'Waf', { stage });
  const signals = { metrics: ApiMetrics.ofStage('parcels', 'prod'), accessLogGroup, wafBlockedShare: waf?.blockedShare() };
  const topic = Topic.fromTopicArn(scope, 'Pager', 'arn:aws:sns:eu-west-1:111122223333:pager');
  const { all, throttledShare } = new ApiAlarms(scope, 'Alarms', { ...signals, alarms: Alarms.standard({ topic }) });
  new ApiDashboard(scope, 'Dashboard', { ...signals, alarms: all, throttledShare });
  new ApiUsagePlans(scope, 'UsagePlans', { stage, tiers: [depots()], routes: ['GET /parcels'] });
  new ApiGatewayResponses(scope, 'GatewayResponses', { restApi: api });
  new ApiCustomDomain(scope, 'Domain', { restApi: api, stage, domain: parcelsDomain(scope) });
}

function depots(): UsageTier {
  return UsageTier.named('depots', {
    throttle: Throttle.rate(20, 40),
    quota: Quota.perDay(100_000),
    keys: [TierKey.generated('depot-north')],
    routes: { 'GET /parcels': Throttle.rate(5, 10) },
  });
}

function parcelsDomain(scope: Construct): CustomDomain {
  const hostedZone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
  return CustomDomain.inZone({ domainName: 'parcels.shop.example', hostedZone });
}

describe.each(EVERYWHERE)('a plain $kind, $flags, once hardened', (variant) => {
  const { stack, api } = plain(variant);
  harden(stack, api);
  const template = Template.fromStack(stack);
  const idOf = (element: Construct): string => stack.resolve(stack.getLogicalId(element.node.defaultChild as CfnElement));
  const [apiId, stageId] = [idOf(api), idOf(api.deploymentStage)];
  const only = (type: string): string => {
    const ids = Object.keys(template.findResources(type));
    expect(ids).toHaveLength(1);
    return ids[0];
  };

  test('breaks none of the rules its parts answer, and no new one', () => {
    const findings = (shop: Shop) => nagFindings(shop.stack).map((finding) => finding.split(' at ')[0]);
    const before = findings(plain(variant));
    const after = findings({ stack, api });
    expect(before.filter((rule) => !after.includes(rule)).sort()).toEqual(['AwsSolutions-APIG1', 'AwsSolutions-APIG3', 'Serverless-APIGWAccessLogging']);
    expect(after.filter((rule) => !before.includes(rule))).toEqual([]);
  });

  test('is warned of nothing', () => {
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('keeps every resource it had, as it was, but for a new deployment and the log of its stage', () => {
    const ours = template.toJSON().Resources;
    const theirs: Record<string, { Type: string; Properties: object }> = Template.fromStack(plain(variant).stack).toJSON().Resources;
    const kept = Object.entries(theirs).filter(([, { Type }]) => Type !== 'AWS::ApiGateway::Deployment');
    expect(kept.length).toBeGreaterThan(1);
    for (const [id, { Type, Properties }] of kept) {
      const unchanged = Object.fromEntries(Object.entries(Properties).filter(([property]) => !CHANGED.includes(property)));
      expect(ours[id]).toMatchObject({ Type, Properties: unchanged });
    }
  });

  test('logs its requests as JSON, once API Gateway has a role to log with', () => {
    const role = only('Custom::ApiGatewayAccountLogging');
    template.hasResource('AWS::ApiGateway::Stage', {
      Properties: { AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('^\\{"requestId":"\\$context.requestId",') } },
      DependsOn: Match.arrayWith([role]),
    });
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('stands behind a web ACL', () => {
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      WebACLArn: { 'Fn::GetAtt': [only('AWS::WAFv2::WebACL'), 'Arn'] },
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: apiId }, '/stages/', { Ref: stageId }])] },
    });
  });

  test('has alarms by its name that call the pager and hold up no stage', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 6);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:pager'] });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({
        MetricStat: {
          Metric: { MetricName: '5XXError', Dimensions: [{ Name: 'ApiName', Value: 'parcels' }, { Name: 'Stage', Value: 'prod' }] }, Stat: 'Average',
        },
      })]),
    });
    for (const alarm of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) expect(JSON.stringify(alarm)).not.toContain(stageId);
  });

  test('is shown on one page, its alarms first', () => {
    const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard')[only('AWS::CloudWatch::Dashboard')]);
    for (const alarm of Object.keys(template.findResources('AWS::CloudWatch::Alarm'))) expect(body).toContain(alarm);
    expect(/type\\*":\\*"(\w+)/.exec(body)?.[1]).toBe('alarm');
  });

  test('knows its callers by a key, and how much they may call', () => {
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      ApiStages: [{ ApiId: { Ref: apiId }, Stage: { Ref: stageId }, Throttle: { '/parcels/GET': { RateLimit: 5, BurstLimit: 10 } } }],
      Throttle: { RateLimit: 20, BurstLimit: 40 },
      Quota: { Limit: 100_000, Period: 'DAY' },
    });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
      KeyId: { Ref: only('AWS::ApiGateway::ApiKey') }, UsagePlanId: { Ref: only('AWS::ApiGateway::UsagePlan') },
    });
  });

  test('answers errors with JSON, also after its definition is imported again', () => {
    const definition = template.findResources('AWS::ApiGateway::RestApi')[apiId].Properties.Body;
    const written = Object.entries<{ responseTemplates: object }>(definition?.['x-amazon-apigateway-gateway-responses'] ?? {})
      .map(([type, { responseTemplates }]) => [type, responseTemplates]);
    const beside = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse'))
      .map(({ Properties: { ResponseType, ResponseTemplates } }) => [ResponseType, ResponseTemplates]);
    const responses = Object.fromEntries(definition ? written : beside);
    expect(Object.keys(responses)).toHaveLength(6);
    expect(JSON.parse(responses.ACCESS_DENIED['application/json'])).toMatchObject({ code: 'ACCESS_DENIED', requestId: '$context.requestId' });
    expect(definition ? beside : written).toEqual([]);
  });

  test('is found under its own name over IPv4 and IPv6', () => {
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      DomainName: { Ref: only('AWS::ApiGateway::DomainName') }, RestApiId: { Ref: apiId }, Stage: { Ref: stageId },
    });
    for (const Type of ['A', 'AAAA']) template.hasResourceProperties('AWS::Route53::RecordSet', { Type, Name: 'parcels.shop.example.' });
  });
});

/** An HTTP API as anybody would write it, without this library. */
function plainHttpApi(stack: Stack): HttpApi {
  const httpApi = new HttpApi(stack, 'Parcels', { apiName: 'parcels', defaultAuthorizer: new HttpIamAuthorizer() });
  httpApi.addRoutes({ path: '/parcels', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('Parcels', 'https://parcels.example.com') });
  return httpApi;
}

/** One line for one part. */
function hardenHttpApi(scope: Construct, httpApi: HttpApi): void {
  const { logGroup: accessLogGroup } = new HttpApiAccessLog(scope, 'AccessLog', { stage: httpApi.defaultStage! });
  const signals = { metrics: ApiMetrics.ofHttpStage(httpApi, '$default'), accessLogGroup };
  const topic = Topic.fromTopicArn(scope, 'Pager', 'arn:aws:sns:eu-west-1:111122223333:pager');
  const { all, throttledShare } = new ApiAlarms(scope, 'Alarms', { ...signals, alarms: Alarms.standard({ topic }) });
  new ApiDashboard(scope, 'Dashboard', { ...signals, alarms: all, throttledShare });
}

describe.each(FLAGS)('a plain HttpApi, %s, once hardened', (_flags, props) => {
  const newPlain = (): { stack: Stack; api: HttpApi } => {
    const stack = new Stack(new App(props), 'Shop', HERE);
    return { stack, api: plainHttpApi(stack) };
  };
  const { stack, api } = newPlain();
  hardenHttpApi(stack, api);
  const template = Template.fromStack(stack);
  const [apiId, stageId] = [api, api.defaultStage!].map(({ node }) => stack.resolve(stack.getLogicalId(node.defaultChild as CfnElement)));

  test('breaks none of the rules its parts answer, and no new one', () => {
    const rules = (of: Stack) => nagFindings(of).map((finding) => finding.split(' at ')[0]);
    const before = rules(newPlain().stack);
    const after = rules(stack);
    expect(before.filter((rule) => !after.includes(rule)).sort()).toEqual(['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging']);
    expect(after.filter((rule) => !before.includes(rule))).toEqual([]);
  });

  test('is warned of nothing', () => {
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('keeps every resource it had, as it was, but for the log of its stage', () => {
    const theirs = Template.fromStack(newPlain().stack).toJSON().Resources;
    const ours = template.toJSON().Resources;
    expect(Object.keys(theirs)).toHaveLength(4);
    for (const [id, resource] of Object.entries(theirs)) expect(ours[id]).toMatchObject(resource as object);
  });

  test('logs its requests as JSON, without a role of the account', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('^\\{"requestId":"\\$context.requestId",') },
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  test('has alarms by its id that call the pager and hold up no stage', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 5);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:pager'] });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({
        MetricStat: {
          Metric: { MetricName: '5xx', Dimensions: [{ Name: 'ApiId', Value: { Ref: apiId } }, { Name: 'Stage', Value: '$default' }] }, Stat: 'Average',
        },
      })]),
    });
    for (const alarm of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) expect(JSON.stringify(alarm)).not.toContain(stageId);
  });

  test('is shown on one page, its alarms first', () => {
    const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const alarm of Object.keys(template.findResources('AWS::CloudWatch::Alarm'))) expect(body).toContain(alarm);
    expect(/type\\*":\\*"(\w+)/.exec(body)?.[1]).toBe('alarm');
  });
});
