import { CfnElement, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Deployment, LambdaIntegration, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, AlarmRule, CompositeAlarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { GATE, newApi, newCanary, newHandler, newSpecApi, withCanary } from './support/apis';
import { deadlocked, templateOf } from './support/cycles';
import { Canary } from '../../lib/delivery/canary';
import { ForeignCanary } from '../../lib/delivery/foreign-canary';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';
import { ApiMetrics } from '../../lib/observability/api-metrics';
import { readRequestsMetric, readRollout } from '../../runtime/canary/read-rollout';
import { newStack } from '../helpers/apps';

const METRIC = new Metric({ namespace: 'Shop', metricName: 'Unhappy', period: Duration.minutes(1) });

function newAlarm(scope: Stack, id = 'Alarm'): Alarm {
  return new Alarm(scope, id, { metric: METRIC, threshold: 1, evaluationPeriods: 1 });
}

function idOf(construct: { node: { defaultChild?: unknown } }): string {
  const { defaultChild } = construct.node;
  return CfnElement.isCfnElement(defaultChild) ? String(Stack.of(defaultChild).resolve(defaultChild.logicalId)) : 'none';
}

function gateOf(stack: Stack): { id: string; dependsOn: string[]; properties: Record<string, unknown> } {
  const [[id, { DependsOn: dependsOn, Properties: properties }]] = Object.entries(Template.fromStack(stack).findResources(GATE));
  return { id, dependsOn: dependsOn as string[], properties: properties as Record<string, unknown> };
}

describe('the gate', () => {
  test('it stands before the stage: the stage waits for it, and takes its deployment from the deployment itself', () => {
    const { stack, api } = withCanary();
    const deployment = { Ref: idOf(api.latestDeployment ?? api) };
    Template.fromStack(stack).hasResource('AWS::ApiGateway::Stage', { Properties: { DeploymentId: deployment }, DependsOn: [gateOf(stack).id] });
    expect(gateOf(stack).properties).toMatchObject({ RestApiId: { Ref: idOf(api) }, StageName: 'prod', DeploymentId: deployment });
    expect(JSON.stringify(templateOf(stack))).not.toContain(`"Fn::GetAtt":["${gateOf(stack).id}"`);
  });

  test('its logical id is a promise', () => {
    const { stack, canary } = withCanary();
    expect(gateOf(stack).id).toBe('Canary11957FE2');
    expect(canary.resource?.node.path).toBe('Shop/Canary/Resource');
  });

  test('what is made beside it does not move it', () => {
    const stack = newStack();
    const canary = newCanary(newApi(stack), { accessLogGroup: new LogGroup(stack, 'Log'), canary: Canary.manual(5, { alarms: [newAlarm(stack)] }) });
    canary.lambdaErrors(newHandler(stack, 'one', 'Other'));
    expect(gateOf(stack).id).toBe('Canary11957FE2');
  });

  test('it waits for the functions that carry the release out, and for all their policies', () => {
    const stack = newStack();
    const canary = newCanary(newApi(stack), { canary: Canary.steps([10], { alarms: [newAlarm(stack)] }) });
    const made = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>);
    const needed = made.filter(([id, { Type }]) => id.startsWith('CanaryProvider') && /IAM|Lambda|StepFunctions/.test(Type)).map(([id]) => id);
    expect(needed.length).toBeGreaterThan(10);
    expect(gateOf(stack).dependsOn).toEqual(expect.arrayContaining(needed));
    expect(canary.alarms).toHaveLength(1);
  });

  test('it waits for every alarm that ends the release, also for those that come later', () => {
    const stack = newStack();
    const [first, second] = [newAlarm(stack, 'First'), newAlarm(stack, 'Second')];
    const canary = newCanary(newApi(stack), { canary: Canary.steps([10], { alarms: [first] }) });
    canary.addAlarm(second);
    canary.addAlarm(first);
    expect(canary.alarms).toEqual([first, second]);
    expect(gateOf(stack).properties.AlarmNames).toEqual([{ Ref: idOf(first) }, { Ref: idOf(second) }]);
    expect(gateOf(stack).dependsOn).toEqual(expect.arrayContaining([idOf(first), idOf(second)]));
  });

  test('it waits for what is measured of the canary', () => {
    const stack = newStack();
    const canary = newCanary(newApi(stack), { accessLogGroup: new LogGroup(stack, 'Log'), canary: Canary.steps([10]) });
    const filters = Object.keys(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter'));
    expect(filters.length).toBeGreaterThan(0);
    expect(canary.alarms).toEqual(canary.signals?.gating);
    expect(gateOf(stack).dependsOn).toEqual(expect.arrayContaining([...filters, ...canary.alarms.map(idOf)]));
  });

  test('it waits for every permission that lets the API in, also for those that come later, and for no other', () => {
    const stack = newStack();
    const [api, other] = [newApi(stack), newApi(stack, newHandler(stack, 'one', 'Another').currentVersion, 'OtherApi')];
    newCanary(api);
    const late = newHandler(stack, 'one', 'Late');
    api.root.addMethod('POST', new LambdaIntegration(late.currentVersion, { scopePermissionToMethod: false }));
    late.addPermission('AllApis', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
    late.addPermission('Topics', { principal: new ServicePrincipal('sns.amazonaws.com') });

    const permissions = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
    const waited = permissions.filter(([id]) => gateOf(stack).dependsOn.includes(id)).map(([, { Properties }]) => JSON.stringify(Properties));
    expect(permissions).toHaveLength(5);
    expect(waited).toHaveLength(3);
    expect(waited.filter((text) => text.includes(idOf(other)) || text.includes('sns'))).toEqual([]);
  });

  test('a plain RestApi and a SpecRestApi with it can be deployed in some order', () => {
    const stack = newStack();
    newCanary(newApi(stack), { accessLogGroup: new LogGroup(stack, 'Log'), canary: Canary.steps([10], { alarms: [newAlarm(stack)], minimumRequests: 9 }) });
    expect(deadlocked(templateOf(stack))).toEqual([]);

    const spec = newStack();
    newCanary(newSpecApi(spec, 'https://orders.example.com/'), { accessLogGroup: new LogGroup(spec, 'Log') });
    expect(deadlocked(templateOf(spec))).toEqual([]);
    expect(gateOf(spec).id).toBe('Canary11957FE2');
  });

  test('it works in a nested stack, whose own state it looks at', () => {
    const nested = new NestedStack(newStack(), 'Nested');
    newCanary(newApi(nested));
    const template = Template.fromStack(nested);
    template.resourceCountIs(GATE, 1);
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [{ PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'cloudformation:DescribeStacks', Resource: { Ref: 'AWS::StackId' } })]) } }],
    });
  });

  test('a stage of your own with a deployment of your own can have it', () => {
    const stack = newStack();
    const api = new RestApi(stack, 'Api', { deploy: false });
    api.root.addMethod('GET', new LambdaIntegration(newHandler(stack).currentVersion, { scopePermissionToMethod: false }));
    const deployment = new Deployment(stack, 'Deployment', { api });
    newCanary(api, { stage: new Stage(stack, 'Stage', { deployment, stageName: 'live' }), metrics: ApiMetrics.ofStage('Orders', 'live') });
    expect(gateOf(stack).properties).toMatchObject({ StageName: 'live', DeploymentId: { Ref: idOf(deployment) } });
    expect(deadlocked(templateOf(stack))).toEqual([]);
  });
});

describe('what the functions are told', () => {
  test('steps, times and rules can be read by them', () => {
    const stack = newStack();
    newCanary(newApi(stack), {
      accessLogGroup: new LogGroup(stack, 'Log'),
      canary: Canary.steps([10, 50], { minimumRequests: 20, onForeignCanary: ForeignCanary.TAKE_OVER, failOnDrift: true }),
    });
    const { properties } = gateOf(stack);
    const asText = { ...properties, RestApiId: 'abc', DeploymentId: 'd2', AlarmNames: ['Loud'], Steps: ['10', '50'], BakeSeconds: '600', MinimumRequests: '20' };
    expect(readRollout(asText)).toEqual({
      restApiId: 'abc',
      stageName: 'prod',
      deploymentId: 'd2',
      variables: {},
      isManual: false,
      steps: [10, 50],
      bakeMs: 600_000,
      deadlineMs: 53 * 60_000,
      alarms: ['Loud'],
      minimumRequests: 20,
      takesOver: true,
      failsOnDrift: true,
    });
    expect(readRequestsMetric(properties)).toEqual({ namespace: expect.any(String) as string, metricName: expect.stringContaining('Orders') as string });
    expect(properties).toMatchObject({ Steps: [10, 50], BakeSeconds: 600, MinimumRequests: 20, ServiceTimeout: '3420' });
  });

  test('an operator decides about a manual one', () => {
    const { stack } = withCanary({ canary: Canary.manual(25) });
    expect(gateOf(stack).properties).toMatchObject({
      Mode: 'manual', Steps: [25], DeadlineSeconds: 3_000, ServiceTimeout: '3420', OnForeignCanary: 'fail', OnDrift: 'continue', MinimumRequests: 0,
    });
    expect(gateOf(stack).properties).not.toHaveProperty('RequestsMetric');
  });

  test('the variables are those that the stage has in the end', () => {
    const stack = newStack();
    const api = new RestApi(stack, 'Api', { deployOptions: { variables: { table: 'orders' } } });
    api.root.addMethod('GET');
    newCanary(api);
    expect(gateOf(stack).properties.StageVariables).toEqual({ table: 'orders' });
  });

  test('other variables make another deployment, so that their release can be told from its rollback', () => {
    const deploymentWith = (variables: { [name: string]: string }) => {
      const stack = newStack();
      const api = new RestApi(stack, 'Api', { restApiName: 'Orders', deployOptions: { variables } });
      api.root.addMethod('GET', new LambdaIntegration(newHandler(stack).currentVersion, { scopePermissionToMethod: false }));
      newCanary(api);
      return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
    };
    expect(deploymentWith({ theme: 'dark' })).not.toBe(deploymentWith({ theme: 'light' }));
    expect(deploymentWith({ theme: 'dark' })).toBe(deploymentWith({ theme: 'dark' }));
  });

  test('a composite alarm is an alarm like any other', () => {
    const stack = newStack();
    const alarm = new CompositeAlarm(stack, 'Composite', { alarmRule: AlarmRule.fromBoolean(false) });
    newCanary(newApi(stack), { canary: Canary.steps([10], { alarms: [alarm] }) });
    expect(gateOf(stack).properties.AlarmNames).toEqual([{ Ref: idOf(alarm) }]);
  });
});

describe('errors of functions', () => {
  test('an alarm on them is made, ends releases, and keeps its logical id when the code changes', () => {
    const made = ['one', 'two'].map((code) => {
      const stack = newStack();
      const handler = newHandler(stack, code);
      const canary = newCanary(newApi(stack, handler.currentVersion));
      const alarm = canary.lambdaErrors(handler);
      expect(canary.alarms).toContain(alarm);
      return { id: idOf(alarm), template: templateOf(stack) };
    });
    expect(made[0].id).toBe('CanaryLambdaErrorsHandler45070a08C67DD8C1');
    expect(made[1].id).toBe(made[0].id);
    expect(made.map(({ template }) => deadlocked(template))).toEqual([[], []]);
  });

  test('a function and its version are the same to it', () => {
    const ids = [false, true].map((asVersion) => {
      const stack = newStack();
      const handler = newHandler(stack);
      return idOf(newCanary(newApi(stack, handler.currentVersion)).lambdaErrors(asVersion ? handler.currentVersion : handler));
    });
    expect(ids[0]).toBe(ids[1]);
  });

  test('whoever is told of alarms is told of those made here, and of no others', () => {
    const stack = newStack();
    const actions = [{ bind: () => ({ alarmActionArn: 'arn:aws:sns:eu-west-1:111122223333:operators' }) }];
    const canary = Canary.steps([10], { alarms: [newAlarm(stack)] });
    newCanary(newApi(stack), { actions, canary, accessLogGroup: new LogGroup(stack, 'Log') }).lambdaErrors(newHandler(stack, 'one', 'Other'));
    const told = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(([id, { Properties }]) => [id, Properties.AlarmActions]);
    expect(told.filter(([, who]) => who === undefined).map(([id]) => id)).toEqual([idOf(stack.node.findChild('Alarm'))]);
    expect(told).toHaveLength(4);
  });

  test('how many may fail can be said', () => {
    const stack = newStack();
    const handler = newHandler(stack);
    newCanary(newApi(stack, handler.currentVersion)).lambdaErrors(handler, AlarmThreshold.above(7, { evaluationPeriods: 3 }));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 7, EvaluationPeriods: 3 });
  });
});

describe('off', () => {
  test('nothing is made, and the stage waits for nothing', () => {
    const { stack, canary } = withCanary({ canary: Canary.off() });
    Template.fromStack(stack).resourceCountIs(GATE, 0);
    Template.fromStack(stack).hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.absent() });
    expect([canary.resource, canary.signals, canary.alarms]).toEqual([undefined, undefined, []]);
  });

  test('alarms stay alarms', () => {
    const { stack, canary } = withCanary({ canary: Canary.off() });
    canary.addAlarm(newAlarm(stack));
    canary.lambdaErrors(newHandler(stack, 'one', 'Other'));
    expect(canary.alarms).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 2);
  });

  test('an API without a stage is fine then', () => {
    expect(() => newCanary(new RestApi(newStack(), 'Api', { deploy: false }), { canary: Canary.off() })).not.toThrow();
  });
});

describe('what is refused at once', () => {
  test('an API without a deployment', () => {
    expect(() => newCanary(new RestApi(newStack(), 'Api', { deploy: false }))).toThrow('[Shop/Canary] canary-without-stage: the API at Shop/Api has no deployment');
  });

  test('a stage that is imported', () => {
    const stack = newStack();
    const restApi = newApi(stack);
    const stage = Stage.fromStageAttributes(stack, 'Imported', { restApi, stageName: 'prod' }) as Stage;
    expect(() => newCanary(restApi, { stage })).toThrow(/canary-stage-imported: the stage at Shop\/Imported /);
  });

  test('a stage of another API', () => {
    const stack = newStack();
    const other = newApi(stack, newHandler(stack, 'one', 'Other').currentVersion, 'OtherApi');
    expect(() => newCanary(newApi(stack), { stage: other.deploymentStage })).toThrow(/canary-stage-of-another-api: the canary is for the API at Shop\/Api/);
  });

  test('a canary in another stack', () => {
    const api = newApi(newStack());
    const elsewhere = new Stack(api.node.root as Stack, 'Elsewhere');
    expect(() => newCanary(api, {}, elsewhere)).toThrow(/canary-in-another-stack: the canary is in the stack Elsewhere, and its stage in the stack Shop/);
  });

  test('a stage whose name is known only in the cloud', () => {
    const stack = newStack();
    const api = new RestApi(stack, 'Api', { deployOptions: { stageName: stack.stackId } });
    api.root.addMethod('GET');
    expect(() => newCanary(api)).toThrow(/stage-name-unresolved: /);
  });

  test('metrics of a stage whose name is known only in the cloud, or is another one', () => {
    const api = newApi(newStack());
    expect(() => newCanary(api, { metrics: ApiMetrics.ofStage('Orders', api.deploymentStage.stageName) })).toThrow(/stage-name-unresolved: /);
    expect(() => newCanary(newApi(newStack()), { metrics: ApiMetrics.ofStage('Orders', 'beta') }))
      .toThrow(/canary-stage-of-another-name: the canary is for the stage "prod", and its metrics are those of the stage "beta"/);
  });

  test('requests that nobody counts', () => {
    expect(() => withCanary({ canary: Canary.steps([10], { minimumRequests: 5 }) })).toThrow(/\[Shop\/Canary\] canary-minimum-requests-uncounted: /);
  });

  test('an alarm that comes later than the step it is about', () => {
    const stack = newStack();
    const canary = newCanary(newApi(stack), { canary: Canary.steps([10], { bake: Duration.minutes(5) }) });
    const slow = new Alarm(stack, 'Slow', { metric: METRIC, threshold: 1, evaluationPeriods: 3 });
    expect(() => canary.addAlarm(slow)).toThrow(/canary-alarm-slower-than-bake: the alarm at Shop\/Slow looks back 180 s .* 300 s for a step; let a step bake for 360 s/);
    canary.addAlarm(new Alarm(stack, 'Fast', { metric: METRIC, threshold: 1, evaluationPeriods: 2 }));
  });

  test('the window of an alarm on an expression counts too, and one that is unknown does not', () => {
    const stack = newStack();
    const canary = newCanary(newApi(stack), { canary: Canary.steps([10], { bake: Duration.minutes(5) }) });
    expect(() => canary.lambdaErrors(newHandler(stack, 'one', 'Other'))).toThrow(/canary-alarm-slower-than-bake: .* looks back 300 s/);
    canary.addAlarm(Alarm.fromAlarmArn(stack, 'Imported', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Imported'));
    expect(gateOf(stack).properties.AlarmNames).toEqual(['Imported']);
  });

  test('nobody waits for an alarm when an operator decides', () => {
    const stack = newStack();
    const slow = new Alarm(stack, 'Slow', { metric: METRIC, threshold: 1, evaluationPeriods: 60 });
    expect(() => newCanary(newApi(stack), { canary: Canary.manual(10, { alarms: [slow] }) })).not.toThrow();
  });
});

describe('what is said', () => {
  const PATH = '/Shop/Canary';

  test('an alarm that keeps its state without data', () => {
    const stack = newStack();
    const alarm = new Alarm(stack, 'Stubborn', { metric: METRIC, threshold: 1, evaluationPeriods: 1, treatMissingData: TreatMissingData.IGNORE });
    newCanary(newApi(stack), { canary: Canary.steps([10], { alarms: [alarm] }) });
    Annotations.fromStack(stack).hasWarning(PATH, Match.stringLikeRegexp('canary-alarm-ignores-missing-data: the alarm at Shop/Stubborn '));
  });

  test('a canary that nothing can stop', () => {
    const { stack } = withCanary({ canary: Canary.steps([10]) });
    Annotations.fromStack(stack).hasWarning(PATH, Match.stringLikeRegexp('canary-without-alarms: '));
  });

  test('nothing, when there is an alarm or an operator', () => {
    const stack = newStack();
    newCanary(newApi(stack), { accessLogGroup: new LogGroup(stack, 'Log'), canary: Canary.steps([10]) });
    Annotations.fromStack(stack).hasNoWarning(PATH, Match.anyValue());
    Annotations.fromStack(withCanary({ canary: Canary.manual(5) }).stack).hasNoWarning(PATH, Match.anyValue());
  });
});
