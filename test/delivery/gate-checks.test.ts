import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnDeployment, CfnStage, Deployment, LambdaIntegration, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { newApi, newCanary, newHandler, withCanary } from './support/apis';
import { deadlocked, templateOf } from './support/cycles';
import { Canary } from '../../lib/delivery/canary';
import { newStack } from '../helpers/apps';

const resourceOf = <T>(construct: { node: { defaultChild?: unknown } } | undefined): T => construct?.node.defaultChild as T;
const alarmOn = (scope: Stack, stage: Stage, id = 'Alarm'): Alarm =>
  new Alarm(scope, id, { metric: stage.metricServerError(), threshold: 1, evaluationPeriods: 1 });

describe('the stage and its deployment', () => {
  test('canary settings of the stage are refused', () => {
    const { stack, api } = withCanary();
    resourceOf<CfnStage>(api.deploymentStage).canarySetting = { percentTraffic: 10 };
    expect(() => templateOf(stack)).toThrow('[Shop/Canary] canary-stage-has-canary-settings: the stage at Shop/Api/DeploymentStage.prod/Resource has');
  });

  test('they are also when an override wrote them', () => {
    const { stack, api } = withCanary();
    resourceOf<CfnStage>(api.deploymentStage).addPropertyOverride('CanarySetting.PercentTraffic', 10);
    expect(() => templateOf(stack)).toThrow(/canary-stage-has-canary-settings: /);
  });

  test('canary settings of the deployment are refused', () => {
    const { stack, api } = withCanary();
    resourceOf<CfnDeployment>(api.latestDeployment).deploymentCanarySettings = { percentTraffic: 10 };
    expect(() => templateOf(stack)).toThrow(/canary-deployment-has-canary-settings: the deployment at Shop\/Api\/Deployment\/Resource has/);
  });

  test('a deployment that names a stage is refused', () => {
    const stack = newStack();
    const api = new RestApi(stack, 'Api', { deploy: false });
    api.root.addMethod('GET');
    const deployment = new Deployment(stack, 'Deployment', { api, stageName: 'prod' });
    newCanary(api, { stage: new Stage(stack, 'Stage', { deployment }) });
    expect(() => templateOf(stack)).toThrow(/canary-deployment-names-a-stage: the deployment at Shop\/Deployment\/Resource has a stageName/);
  });

  test('a deployment that is not made in the stack is refused', () => {
    const { stack, api } = withCanary();
    resourceOf<CfnStage>(api.deploymentStage).deploymentId = 'abc123';
    expect(() => templateOf(stack)).toThrow(/canary-deployment-not-in-stack: the stage at Shop\/Api\/DeploymentStage.prod\/Resource gets/);
  });
});

describe('what the gate waits for and what waits for the stage', () => {
  test('an alarm on a metric of the stage is a cycle, told as a path', () => {
    const { stack, api, canary } = withCanary();
    canary.addAlarm(alarmOn(stack, api.deploymentStage));
    expect(() => templateOf(stack)).toThrow(
      'canary-waits-for-its-stage: the stage waits for its canary, and the canary for the stage: '
      + 'Shop/Canary/Resource/Default (Canary11957FE2) waits for Shop/Alarm/Resource (Alarm7103F465), '
      + 'which waits for Shop/Api/DeploymentStage.prod/Resource (ApiDeploymentStageprod3EB9684E); '
      + 'write the stage of the metric in letters and not as a reference: ',
    );
  });

  test('one behind a composite alarm is found too, with the whole path', () => {
    const { stack, api, canary } = withCanary();
    const alarmRule = AlarmRule.not(AlarmRule.fromAlarm(alarmOn(stack, api.deploymentStage), AlarmState.ALARM));
    canary.addAlarm(new CompositeAlarm(stack, 'Composite', { alarmRule }));
    expect(() => templateOf(stack)).toThrow(/Shop\/Composite\/Resource \(\w+\), which waits for Shop\/Alarm\/Resource \(\w+\), which waits for Shop\/Api\/DeploymentStage/);
  });

  test('permissions that name the stage are told once for all of them', () => {
    const stack = newStack();
    const handler = newHandler(stack).currentVersion;
    const api = newApi(stack, handler);
    ['POST', 'PUT', 'PATCH'].forEach((method) => api.root.addMethod(method, new LambdaIntegration(handler)));
    newCanary(api);
    expect(() => templateOf(stack)).toThrow(/, and so through 2 more of type AWS::Lambda::Permission; let the permission name the API and not the stage: `scopePermissionToMethod: false`/);
  });

  test('each type of resource is told with what to do about it', () => {
    const stack = newStack();
    const api = newApi(stack);
    api.root.addMethod('POST', new LambdaIntegration(newHandler(stack, 'one', 'Other').currentVersion));
    newCanary(api, { canary: Canary.steps([10], { alarms: [alarmOn(stack, api.deploymentStage)] }) });
    expect(() => templateOf(stack)).toThrow(/\[Shop\/Canary\] canary-waits-for-its-stage: [^]*\[Shop\/Canary\] canary-waits-for-its-stage: /);
  });

  test.each<[string, (resource: CfnResource, stage: CfnResource) => void]>([
    ['Ref', (resource) => resource.addPropertyOverride('Description', { Ref: 'ApiDeploymentStageprod3EB9684E' })],
    ['Fn::GetAtt', (resource) => resource.addPropertyOverride('Description', { 'Fn::GetAtt': ['ApiDeploymentStageprod3EB9684E', 'StageName'] })],
    ['Fn::Sub', (resource) => resource.addPropertyOverride('Description', { 'Fn::Sub': 'of ${ApiDeploymentStageprod3EB9684E}' })],
    ['DependsOn', (resource, stage) => resource.addResourceDependency(stage)],
    ['DependsOn as an override', (resource) => resource.addOverride('DependsOn', 'ApiDeploymentStageprod3EB9684E')],
  ])('%s leads to the stage', (_, link) => {
    const { stack, api, canary } = withCanary();
    const topic = new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: {} });
    canary.node.addDependency(topic);
    link(topic, resourceOf(api.deploymentStage));
    expect(() => templateOf(stack)).toThrow(
      /Shop\/Topic \(Topic\), which waits for Shop\/Api\/DeploymentStage.prod\/Resource \(ApiDeploymentStageprod3EB9684E\); write the name of the stage in letters there, or take/,
    );
  });

  test('what the gate waits for may be anything else', () => {
    const { stack, canary } = withCanary();
    canary.node.addDependency(new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: {} }));
    expect(deadlocked(templateOf(stack))).toEqual([]);
  });

  test('the gate itself can be what names the stage', () => {
    const { stack, api } = withCanary();
    resourceOf<CfnStage>(api.deploymentStage).variables = { own: api.deploymentStage.stageName };
    expect(() => templateOf(stack)).toThrow(/\(Canary11957FE2\) waits for Shop\/Api\/DeploymentStage.prod\/Resource \(ApiDeploymentStageprod3EB9684E\); /);
  });

  test('a stage of another API in the stack is none of its business', () => {
    const stack = newStack();
    const other = newApi(stack, newHandler(stack, 'one', 'Other').currentVersion, 'OtherApi');
    newCanary(newApi(stack)).addAlarm(alarmOn(stack, other.deploymentStage));
    expect(deadlocked(templateOf(stack))).toEqual([]);
  });

  test('what only waits for the stage itself is fine', () => {
    const { stack, api } = withCanary();
    alarmOn(stack, api.deploymentStage);
    newHandler(stack, 'one', 'Other').addPermission('Elsewhere', { principal: new ServicePrincipal('sns.amazonaws.com'), sourceArn: api.arnForExecuteApi() });
    expect(deadlocked(templateOf(stack))).toEqual([]);
  });
});
