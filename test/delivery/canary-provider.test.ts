import { App, Stack } from 'aws-cdk-lib';
import { Capture, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CompositeAlarm, IAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { calm, newApi, newCanary } from './support/apis';
import { deadlocked, templateOf } from './support/cycles';
import { Waiver } from '../../lib/core/waiver';
import { ApiCanary, ApiCanaryProps } from '../../lib/delivery/api-canary';
import { Canary } from '../../lib/delivery/canary';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const STAGE_ARN = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/restapis/', { Ref: 'ApiF70053CD' }, '/stages/prod']],
};

function full(stack: Stack = newStack(), props: Partial<ApiCanaryProps> = {}): { stack: Stack; canary: ApiCanary; template: () => Template } {
  const api = newApi(stack);
  const alarms = ['One', 'Two'].map((id) => new Alarm(stack, id, { metric: new Metric({ namespace: 'Shop', metricName: id }), threshold: 1, evaluationPeriods: 1 }));
  const canary = newCanary(api, { canary: Canary.steps([10], { alarms, minimumRequests: 5 }), accessLogGroup: new LogGroup(stack, 'Log'), ...props });
  return { stack, canary, template: () => Template.fromStack(stack) };
}

const DEPLOYMENTS_ARN = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/restapis/', { Ref: 'ApiF70053CD' }, '/deployments/*']],
};
/** The role, or a policy of it. */
const START = /^CanaryProviderStartRole[0-9A-F]+$|"CanaryProviderStartRole/;
const TICK = /^CanaryProviderTickRole[0-9A-F]+$|"CanaryProviderTickRole/;

const sorted = (statements: unknown[]): string[] => statements.map((statement) => JSON.stringify(statement)).sort();

/** What a function may do beyond writing logs and traces, whatever policy it stands in. */
function allowed(template: Template, role: RegExp): [unknown, unknown][] {
  const resources = Object.entries(template.toJSON().Resources as Record<string, { Properties?: unknown }>);
  const documents = resources
    .filter(([id, { Properties }]) => role.test(id) || role.test(JSON.stringify((Properties as { Roles?: unknown })?.Roles ?? '')))
    .flatMap(([, { Properties }]) => {
      const { Policies = [], PolicyDocument } = Properties as { Policies?: { PolicyDocument: Document }[]; PolicyDocument?: Document };
      return [...Policies.map((policy) => policy.PolicyDocument), ...PolicyDocument ? [PolicyDocument] : []];
    });
  return documents.flatMap(({ Statement }) => Statement).filter(({ Action }) => !/logs:|xray:/.test(String(Action)))
    .map(({ Action, Resource }): [unknown, unknown] => [Action, Resource]);
}

interface Document { readonly Statement: { readonly Action: string | string[]; readonly Resource: unknown }[] }

describe('permissions', () => {
  test('the functions may read and patch one stage, and look at one stack and the alarms that end a release; one may look when deployments were made', () => {
    const { template, canary } = full();
    const alarms = canary.alarms.map(({ node: { defaultChild }, stack }) => ({
      'Fn::GetAtt': [stack.resolve((defaultChild as unknown as { logicalId: string }).logicalId) as string, 'Arn'],
    }));
    const both = [
      [['apigateway:GET', 'apigateway:PATCH'], STAGE_ARN],
      ['cloudformation:DescribeStacks', { Ref: 'AWS::StackId' }],
      ['cloudwatch:DescribeAlarms', alarms],
    ];
    expect(alarms).toHaveLength(3);
    expect(sorted(allowed(template(), START))).toEqual(sorted([...both, ['apigateway:GET', DEPLOYMENTS_ARN]]));
    expect(sorted(allowed(template(), TICK))).toEqual(sorted([...both, ['cloudwatch:GetMetricData', '*']]));
  });

  test('metrics are read only where requests are counted, and no alarms are where there are none', () => {
    const template = full(newStack(), { canary: Canary.steps([10]), accessLogGroup: undefined }).template();
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toContain('GetMetricData');
    expect(text).not.toContain('DescribeAlarms');
  });

  test.each<[string, (stack: Stack) => IAlarm]>([
    ['composite', (stack) => new CompositeAlarm(stack, 'Composite', { alarmRule: AlarmRule.fromBoolean(false) })],
    ['imported', (stack) => calm(stack, 'Imported')],
  ])('of an alarm that is %s CloudWatch tells only who may look at all of them', (_, make) => {
    const stack = newStack();
    const alarms = [make(stack), make(new Stack(stack.node.root as App, 'Elsewhere'))];
    const { template } = full(stack, { canary: Canary.steps([10], { alarms }), accessLogGroup: undefined });
    for (const role of [START, TICK]) {
      expect(allowed(template(), role).filter(([action]) => action === 'cloudwatch:DescribeAlarms')).toEqual([['cloudwatch:DescribeAlarms', '*']]);
    }
    expect(deadlocked(templateOf(stack))).toEqual([]);
    expect(nagFindings(stack).filter((finding) => finding.includes('/Canary/'))).toEqual([]);
  });

  test('nobody may make, replace or delete anything in API Gateway', () => {
    expect(JSON.stringify(full().template().toJSON())).not.toMatch(/apigateway:(POST|PUT|DELETE|\*)/);
  });
});

describe('functions and their waiter', () => {
  test('the one that starts and takes back has five minutes, the one that looks has one', () => {
    const template = full().template();
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 300, Runtime: 'nodejs24.x', Architectures: ['arm64'], Description: Match.stringLikeRegexp('^Starts') });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 60, Runtime: 'nodejs24.x', Architectures: ['arm64'], Description: Match.stringLikeRegexp('^Looks') });
  });

  test('the waiter looks every fifteen seconds until its time is over', () => {
    const definition = new Capture();
    full(newStack(), { canary: Canary.steps([10, 50]) }).template()
      .hasResourceProperties('AWS::StepFunctions::StateMachine', { DefinitionString: definition });
    expect(JSON.stringify(definition.asObject())).toContain('\\"IntervalSeconds\\":15,\\"MaxAttempts\\":100,\\"BackoffRate\\":1');
  });

  test('the waiter logs what it does and never what it is given, in a log group whose name takes no room in the policy of the account', () => {
    const template = full().template();
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', { LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' } });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['/aws/vendedlogs/states/', { Ref: 'AWS::StackName' }, Match.stringLikeRegexp('^-c8[0-9a-f]+$')]] },
    });
  });

  test('no log is kept for ever', () => {
    const template = full(newStack(), { accessLogGroup: undefined, canary: Canary.steps([10]) }).template();
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
    const functions = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Handler: Match.not('index.handler') } }));
    expect(functions).toHaveLength(3);
    functions.forEach(({ Properties }) => expect(Properties).toMatchObject({ LoggingConfig: { LogGroup: { Ref: expect.stringContaining('CanaryProviderFramework') as string } } }));
  });
});

describe('reviewers', () => {
  test.each(FLAGS)('nag packs find nothing in the canary %s', (_, props) => {
    expect(nagFindings(full(newStack(props)).stack).filter((finding) => finding.includes('/Canary/'))).toEqual([]);
  });

  test('what is waived is written down', () => {
    const { canary } = full();
    expect(new Set(Waiver.within(canary).map(({ control }) => control))).toEqual(new Set([
      'dead-letter queue of a bundled function', 'resources of the permission to trace', 'resources of a permission',
      'dead-letter queue of the framework functions', 'tracing of the framework', 'memory of the framework functions',
      'resources of the permission to deliver logs', 'versions of the functions that the framework calls',
    ]));
  });
});

test('logical ids of the functions are a promise', () => {
  const { template } = full(new Stack(new App(), 'Shop'));
  expect(Object.keys(template().findResources('AWS::Lambda::Function')).filter((id) => id.startsWith('Canary'))).toEqual([
    'CanaryProviderStart90A8E434', 'CanaryProviderTickFB427870', 'CanaryProviderFrameworkProviderframeworkonEvent7FB62CD7',
    'CanaryProviderFrameworkProviderframeworkisComplete11355A29', 'CanaryProviderFrameworkProviderframeworkonTimeout26AF5D55',
  ]);
});
