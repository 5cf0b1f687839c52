import { App, CfnElement, RemovalPolicy, Size, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiDefinition, RestApi, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { HIPAASecurityChecks } from 'cdk-nag';
import { Construct, IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { Waiver } from '../../../lib/core/waiver';
import { ApiWaf } from '../../../lib/security/waf/api-waf';
import { Waf } from '../../../lib/security/waf/waf';
import { WafBodyInspection } from '../../../lib/security/waf/waf-body-inspection';
import { WafCountries } from '../../../lib/security/waf/waf-countries';
import { WafLoggedRequests, WafLogging } from '../../../lib/security/waf/waf-logging';
import { WafManagedGroup } from '../../../lib/security/waf/waf-managed-group';
import { WafOptions } from '../../../lib/security/waf/waf-options';
import { nagFindings } from '../../helpers/apps';

const EXISTING = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/central/0a1b2c3d';
const HERE = { env: { account: '111122223333', region: 'eu-west-1' } };

function plainApi(scope: Construct, id = 'Plain'): RestApi {
  const api = new RestApi(scope, id);
  api.root.addMethod('GET');
  return api;
}

function protectedStack(waf?: Waf): { stack: Stack; api: RestApi; apiWaf: ApiWaf; template: Template } {
  const stack = new Stack(new App(), 'Orders', HERE);
  const api = plainApi(stack);
  const apiWaf = new ApiWaf(stack, 'Waf', { stage: api.deploymentStage, waf });
  return { stack, api, apiWaf, template: Template.fromStack(stack) };
}

/** Of an L2 or an L1. */
function logicalId(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId((construct.node.defaultChild ?? construct) as CfnElement);
}

/** What a plain API with a web ACL is reproached with, as far as it is about web ACLs. */
function complaints(waf?: Waf): string[] {
  return nagFindings(protectedStack(waf).stack).filter((finding) => finding.includes('APIG3'));
}

/** The same by a pack that looks at the log of a web ACL. */
function logComplaints(stack: Stack): string[] {
  return new HIPAASecurityChecks().validateScope(stack.node.root).violations
    .map(({ ruleName }) => ruleName)
    .filter((rule) => rule.includes('WAFv2Logging'));
}

describe('with no options', () => {
  test('a regional web ACL that lets in whatever no rule decided stands in front of the stage', () => {
    const { template } = protectedStack();
    template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    template.resourceCountIs('AWS::WAFv2::IPSet', 0);
  });

  test('the association waits for the stage, because its ARN is put together from the Ref of the stage', () => {
    const { api, apiWaf, template } = protectedStack();
    const stage = logicalId(api.deploymentStage);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1::/restapis/', { Ref: logicalId(api) }, '/stages/', { Ref: stage },
        ]],
      },
      WebACLArn: { 'Fn::GetAtt': [logicalId(apiWaf.webAcl!), 'Arn'] },
    });
  });

  test('nothing that cannot be renamed has a name', () => {
    const { template } = protectedStack(Waf.managed({ blockedIps: ['192.0.2.0/24'] }));
    template.hasResourceProperties('AWS::WAFv2::WebACL', { Name: Match.absent() });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Name: Match.absent() });
  });

  test('bodies are inspected to 16 KiB, and the template says so', () => {
    protectedStack().template.hasResourceProperties('AWS::WAFv2::WebACL', {
      AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_16' } } },
    });
  });

  test('secrets are hidden in samples too, where redaction of the log does not reach', () => {
    protectedStack().template.hasResourceProperties('AWS::WAFv2::WebACL', {
      DataProtectionConfig: {
        DataProtections: [{
          Action: 'SUBSTITUTION',
          Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'] },
        }],
      },
    });
  });

  test('the guard is reported on the stage, with what it is', () => {
    const { api } = protectedStack();
    expect(api.deploymentStage.node.metadata).toContainEqual(expect.objectContaining({
      data: { guard: 'waf', state: 'on', detail: 'managed, 4 rules, 927 WCU' },
    }));
  });

  test('everything that was made can be reached', () => {
    const { apiWaf } = protectedStack();
    expect([apiWaf.webAcl, apiWaf.webAclArn, apiWaf.association, apiWaf.logGroup, apiWaf.logging, apiWaf.metrics]).not.toContain(undefined);
    expect(apiWaf.ipSets).toEqual({});
  });
});

describe('address lists', () => {
  test('become one IP set per list and IP version', () => {
    const { apiWaf, template } = protectedStack(Waf.managed({
      blockedIps: ['192.0.2.7', '2001:db8::/32'], trustedIps: ['198.51.100.0/24'], allowedIps: ['2001:db8:1::/48'],
    }));
    expect(Object.keys(apiWaf.ipSets).sort()).toEqual(['AllowedIpsV6', 'BlockedIpsV4', 'BlockedIpsV6', 'TrustedIpsV4']);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.7/32'] });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'REGIONAL', IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'] });
  });

  test('may come from a parameter', () => {
    const { template } = protectedStack(Waf.managed({ blockedIps: Token.asList({ Ref: 'Ranges' }) }));
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: { Ref: 'Ranges' } });
  });
});

test('what is configured never moves the logical id of anything else', () => {
  const idsOf = (options: WafOptions): string[] => {
    const template = protectedStack(Waf.managed(options)).template.toJSON();
    return Object.keys(template.Resources).filter((id) => /WAFv2|Logs/.test(template.Resources[id].Type)).sort();
  };
  const everything: WafOptions = {
    blockedIps: ['192.0.2.7', '2001:db8::/32'],
    trustedIps: ['198.51.100.0/24'],
    allowedIps: ['203.0.113.0/24'],
    countries: WafCountries.only('DE'),
    bodyInspection: WafBodyInspection.wholeBody(Size.kibibytes(16)),
    groups: [WafManagedGroup.common(), WafManagedGroup.linux()],
  };
  const all = idsOf(everything);
  expect(all).toHaveLength(8);
  const isIpSet = (id: string, lists: string) => new RegExp(`^Waf(${lists})IpsV`).test(id);
  fc.assert(fc.property(fc.subarray(Object.keys(everything) as (keyof WafOptions)[]), (without) => {
    const rest = Object.fromEntries(Object.entries(everything).filter(([option]) => !without.includes(option as keyof WafOptions)).reverse());
    const gone = without.filter((option) => option.endsWith('Ips')).map((option) => option.charAt(0).toUpperCase() + option.slice(1, -3)).join('|');
    expect(idsOf(rest)).toEqual(all.filter((id) => gone === '' || !isIpSet(id, gone)));
  }), { numRuns: 12 });
});

describe('the log', () => {
  const logGroupName = {
    'Fn::Join': ['', [
      Match.stringLikeRegexp('^aws-waf-logs-Orders-Waf-'), { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
    ]],
  };

  test('goes to a log group with a name AWS WAF takes, that the next stack of this name does not trip over', () => {
    const { template } = protectedStack();
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: logGroupName, RetentionInDays: 90 },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('destination names the group and not its streams, and waits for it', () => {
    const { apiWaf, template } = protectedStack();
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      ResourceArn: { 'Fn::GetAtt': [logicalId(apiWaf.webAcl!), 'Arn'] },
      LogDestinationConfigs: [{
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111122223333:log-group:', { Ref: logicalId(apiWaf.logGroup!) },
        ]],
      }],
    });
  });

  test('has no credentials in it', () => {
    protectedStack().template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'].map((Name) => ({ SingleHeader: { Name } })),
    });
  });

  test('keeps what a rule matched and leaves the rest to the access log', () => {
    protectedStack().template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      LoggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [{
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE'].map((Action) => ({ ActionCondition: { Action } })),
        }],
      },
    });
  });

  test('keeps every request when it is told to', () => {
    const { template } = protectedStack(Waf.managed({ logging: WafLogging.toLogGroup({ requests: WafLoggedRequests.ALL }) }));
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', { LoggingFilter: Match.absent() });
  });

  test('is kept as long, and goes with the stack, as it is told to', () => {
    const logging = WafLogging.toLogGroup({ retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY });
    protectedStack(Waf.managed({ logging })).template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
  });

  test.each([
    ['in the same stack', (stack: Stack) => stack],
    ['in another stack', (stack: Stack) => new Stack(stack.node.root, 'Keys', HERE)],
  ])('can be encrypted with a key %s, which CloudWatch Logs may use for logs of this web ACL only', (_, stackOfKey) => {
    const stack = new Stack(new App(), 'Orders', HERE);
    const encryptionKey = new Key(stackOfKey(stack), 'Key', { enableKeyRotation: true });
    new ApiWaf(stack, 'Waf', { stage: plainApi(stack).deploymentStage, waf: Waf.managed({ logging: WafLogging.toLogGroup({ encryptionKey }) }) });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    const [key] = Object.values(Template.fromStack(Stack.of(encryptionKey)).findResources('AWS::KMS::Key'));
    expect(key.Properties.KeyPolicy.Statement[1]).toMatchObject({
      Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
      Action: expect.not.arrayContaining([expect.stringContaining('*')]),
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, expect.stringMatching(/^:logs:eu-west-1:111122223333:log-group:aws-waf-logs-Orders-Waf-\w+-\*$/)]],
          },
        },
      },
    });
  });

  test('can go to a destination that is there already', () => {
    const { apiWaf, template } = protectedStack(Waf.managed({ logging: WafLogging.toDestination('arn:aws:s3:::aws-waf-logs-central') }));
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-central'] });
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(apiWaf.logGroup).toBeUndefined();
  });

  test('is missed by a reviewer when it is not there', () => {
    const { stack, apiWaf } = protectedStack();
    expect(logComplaints(stack)).toEqual([]);
    apiWaf.node.tryRemoveChild('Logging');
    expect(logComplaints(stack)).toEqual(['HIPAA.Security-WAFv2LoggingEnabled']);
  });

  test('can be given up with a reason, which answers the rules that want one', () => {
    const { stack } = protectedStack(Waf.managed({ logging: WafLogging.none('metrics are enough for the sandbox') }));
    expect(logComplaints(stack)).toEqual([]);
  });

  test('that was given up is listed among the waivers', () => {
    const { apiWaf, template } = protectedStack(Waf.managed({ logging: WafLogging.none('metrics are enough for the sandbox') }));
    template.resourceCountIs('AWS::WAFv2::LoggingConfiguration', 0);
    expect(Waiver.within(apiWaf)).toMatchObject([{ control: 'WAF logging', reason: 'metrics are enough for the sandbox' }]);
  });
});

describe('cdk-nag', () => {
  test('misses a web ACL on a plain API', () => {
    const stack = new Stack(new App(), 'Orders', HERE);
    plainApi(stack);
    expect(nagFindings(stack)).toContain('AwsSolutions-APIG3 at Orders/Plain/DeploymentStage.prod/Resource');
  });

  test.each([
    ['managed', Waf.managed()],
    ['trial', Waf.trial()],
    ['existing', Waf.existing(EXISTING)],
    ['waived', Waf.none('internal test bed, reachable from the office only')],
  ])('misses nothing when it is %s', (_, waf) => {
    expect(complaints(waf)).toEqual([]);
  });

  test('still misses a web ACL on the other stages of a stack with a waiver', () => {
    const stack = new Stack(new App(), 'Orders', HERE);
    new ApiWaf(stack, 'Waf', { stage: plainApi(stack).deploymentStage, waf: Waf.none('internal test bed, reachable from the office only') });
    plainApi(stack, 'Other');
    expect(nagFindings(stack).filter((finding) => finding.includes('APIG3'))).toEqual(['AwsSolutions-APIG3 at Orders/Other/DeploymentStage.prod/Resource']);
  });
});

describe('an existing web ACL', () => {
  test('is tied to the stage and nothing else is made', () => {
    const { apiWaf, template } = protectedStack(Waf.existing(EXISTING));
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: EXISTING });
    for (const type of ['AWS::WAFv2::WebACL', 'AWS::WAFv2::LoggingConfiguration', 'AWS::Logs::LogGroup']) template.resourceCountIs(type, 0);
    expect([apiWaf.webAclArn, apiWaf.webAcl, apiWaf.metrics]).toEqual([EXISTING, undefined, undefined]);
  });

  test('may be known at deployment only', () => {
    protectedStack(Waf.existing(Token.asString({ Ref: 'WebAclArn' }))).template
      .hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: { Ref: 'WebAclArn' } });
  });

  test('has metrics when its metric name is known', () => {
    const { apiWaf } = protectedStack(Waf.existing(EXISTING, { metricName: 'central' }));
    expect(apiWaf.metrics!.blockedRequests().dimensions).toEqual({ WebACL: 'central', Region: 'eu-west-1', Rule: 'ALL' });
  });

  test('is reported as such', () => {
    expect(protectedStack(Waf.existing(EXISTING)).api.deploymentStage.node.metadata)
      .toContainEqual(expect.objectContaining({ data: { guard: 'waf', state: 'on', detail: 'existing web ACL' } }));
  });
});

test('no web ACL is made and the waiver is on the stage when it is waived', () => {
  const { api, apiWaf, template } = protectedStack(Waf.none('internal test bed'));
  template.resourceCountIs('AWS::WAFv2::WebACL', 0);
  template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 0);
  expect(apiWaf.webAclArn).toBeUndefined();
  expect(Waiver.within(api.deploymentStage)).toMatchObject([{ control: 'waf', reason: 'internal test bed', rules: ['AwsSolutions-APIG3'] }]);
});

describe('metrics', () => {
  test('go by the metric name of the web ACL, which is a literal CloudWatch takes', () => {
    const { apiWaf, template } = protectedStack();
    const name = apiWaf.metrics!.webAclMetricName;
    expect(name).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
    template.hasResourceProperties('AWS::WAFv2::WebACL', { VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: name } });
    expect(apiWaf.metrics!.countedRequests().dimensions).toEqual({ WebACL: name, Region: 'eu-west-1', Rule: 'ALL' });
  });

  test('have a name of at most 128 characters however deep the construct is', () => {
    let scope: Construct = new Stack(new App(), 'Deep');
    for (let depth = 0; depth < 20; depth += 1) scope = new Construct(scope, `ARatherLongConstructId${depth}`);
    expect(new ApiWaf(scope, 'Waf', { stage: plainApi(scope).deploymentStage }).metrics!.webAclMetricName).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
  });

  test('of two web ACLs do not mix, be they in one stack or in two copies of it', () => {
    const app = new App();
    const names = ['One', 'Two'].flatMap((id) => {
      const stack = new Stack(app, id);
      return ['WafA', 'WafB'].map((waf) => new ApiWaf(stack, waf, { stage: plainApi(stack, `${waf}Api`).deploymentStage }).metrics!.webAclMetricName);
    });
    expect(new Set(names).size).toBe(4);
  });

  test('give the share of blocked requests an alarm can watch, with zeros where AWS WAF reports nothing', () => {
    const stack = new Stack(new App(), 'Orders', HERE);
    const { metrics } = new ApiWaf(stack, 'Waf', { stage: plainApi(stack).deploymentStage });
    new Alarm(stack, 'Alarm', { metric: metrics!.blockedShare(), threshold: 0.2, evaluationPeriods: 3 });
    const [{ Properties: { Metrics: [share, blocked, allowed] } }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    const requests = `(FILL(${blocked.Id}, 0) + FILL(${allowed.Id}, 0))`;
    expect(share).toMatchObject({ Expression: `IF(${requests} < 20, 0, FILL(${blocked.Id}, 0) / ${requests})`, Label: 'Share blocked by WAF' });
    expect(blocked).toMatchObject({ MetricStat: { Metric: { Namespace: 'AWS/WAFV2', MetricName: 'BlockedRequests' }, Stat: 'Sum' }, ReturnData: false });
    expect(allowed).toMatchObject({ MetricStat: { Metric: { Namespace: 'AWS/WAFV2', MetricName: 'AllowedRequests' }, Stat: 'Sum' }, ReturnData: false });
  });

  test('take a share for nothing while there are fewer requests than are wanted', () => {
    const { apiWaf } = protectedStack();
    expect(apiWaf.metrics!.blockedShare({ minimumRequests: 500, label: 'Blocked' })).toMatchObject({ expression: expect.stringContaining(' < 500, 0, '), label: 'Blocked' });
  });

  test('of two web ACLs fit into one graph', () => {
    const stack = new Stack(new App(), 'Orders', HERE);
    const shares = ['A', 'B'].map((id) => new ApiWaf(stack, `Waf${id}`, { stage: plainApi(stack, `Api${id}`).deploymentStage }).metrics!.blockedShare());
    new Dashboard(stack, 'Dashboard', { widgets: [[new GraphWidget({ left: shares })]] });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('capacity', () => {
  const groups = [WafManagedGroup.sqlInjection(), WafManagedGroup.linux(), WafManagedGroup.posix(), WafManagedGroup.adminProtection()];
  const warning = Match.stringLikeRegexp('waf-capacity-warning: .* need 1527 capacity units');

  test('above what the base price includes is warned of', () => {
    Annotations.fromStack(protectedStack(Waf.managed({ additionalGroups: groups })).stack).hasWarning('/Orders/Waf', warning);
  });

  test('of 1500 and below is not', () => {
    Annotations.fromStack(protectedStack(Waf.managed({ additionalGroups: groups.slice(1) })).stack).hasNoWarning('*', Match.anyValue());
  });
});

test('a SpecRestApi can be protected as well, with every option on', () => {
  const stack = new Stack(new App(), 'Orders');
  const api = new SpecRestApi(stack, 'Spec', {
    apiDefinition: ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths: { '/': { get: {} } } }),
  });
  const apiWaf = new ApiWaf(stack, 'Waf', {
    stage: api.deploymentStage,
    waf: Waf.managed({ blockedIps: ['192.0.2.0/24'], bodyInspection: WafBodyInspection.wholeBody(Size.kibibytes(64)) }),
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
    ResourceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: logicalId(api.deploymentStage) }])] },
  });
  template.hasResourceProperties('AWS::WAFv2::WebACL', {
    AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_64' } } },
    Rules: Match.arrayWith([Match.objectLike({ Name: 'BodySize' })]),
  });
  expect(apiWaf.metrics!.blockedRequests().dimensions).toMatchObject({ Region: stack.region });
});
