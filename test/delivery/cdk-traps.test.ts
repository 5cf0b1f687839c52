import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnDeployment, LambdaIntegration, RestApi, RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { METRICS, newApi, newCanary, newHandler } from './support/apis';
import { deadlocked, templateOf } from './support/cycles';
import { Canary } from '../../lib/delivery/canary';
import { FLAGS, newStack } from '../helpers/apps';

type Called = (handler: LambdaFunction) => IFunction;

/** What the AWS CDK does around a stage, on which the wiring of a canary rests. Whoever upgrades it learns here what changed. */
describe.each(FLAGS)('%s', (_, flags) => {
  function deploymentOf(code: string, called: Called, props: RestApiProps = {}): string {
    const stack = newStack(flags);
    const api = new RestApi(stack, 'Api', props);
    api.root.addMethod('GET', new LambdaIntegration(called(newHandler(stack, code)), { scopePermissionToMethod: false }));
    newCanary(api);
    return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
  }

  test.each<[string, Called]>([['a function', (handler) => handler], ['an alias', (handler) => handler.addAlias('live')]])(
    'new code of %s makes no new deployment: it is live at once, and no canary holds it', (_name, called) => {
      expect(deploymentOf('two', called)).toBe(deploymentOf('one', called));
    });

  test('new code of a function that is called by its current version makes a new deployment', () => {
    const called: Called = (handler) => handler.currentVersion;
    expect(deploymentOf('two', called)).not.toBe(deploymentOf('one', called));
    expect(deploymentOf('one', called)).toBe(deploymentOf('one', called));
  });

  test('the canary itself makes no new deployment', () => {
    const withOut = newStack(flags);
    newApi(withOut);
    const withOne = newStack(flags);
    newCanary(newApi(withOne));
    const [before, after] = [withOut, withOne].map((stack) => Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment')));
    expect(after).toEqual(before);
  });

  test('permissions per method name the stage, and are refused', () => {
    const stack = newStack(flags);
    const api = new RestApi(stack, 'Api');
    api.root.addMethod('GET', new LambdaIntegration(newHandler(stack).currentVersion));
    newCanary(api);
    expect(() => templateOf(stack)).toThrow(/canary-waits-for-its-stage: .* \(Canary11957FE2\) waits for Shop\/Api\/Default\/GET\/ApiPermission/);
  });

  test('without the canary they are no cycle: it is the canary that has to say it', () => {
    const stack = newStack(flags);
    const api = new RestApi(stack, 'Api');
    api.root.addMethod('GET', new LambdaIntegration(newHandler(stack).currentVersion));
    newCanary(api, { canary: Canary.off() });
    expect(deadlocked(templateOf(stack))).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      SourceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('^ApiDeploymentStage') }])] },
    });
  });

  test('permissions per API name no stage, and the canary waits for them', () => {
    const stack = newStack(flags);
    newCanary(newApi(stack));
    expect(deadlocked(templateOf(stack))).toEqual([]);
    const template = Template.fromStack(stack);
    const permissions = Object.keys(template.findResources('AWS::Lambda::Permission'));
    expect(permissions).toHaveLength(1);
    template.hasResource('Custom::ApiCanaryRollout', { DependsOn: Match.arrayWith(permissions) });
  });

  test('the permission for a new version keeps its logical id, so that it is replaced before the canary starts', () => {
    const ids = ['one', 'two'].map((code) => {
      const stack = newStack(flags);
      newCanary(newApi(stack, newHandler(stack, code).currentVersion));
      return Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
    });
    expect(ids[0].map(([id]) => id)).toEqual(ids[1].map(([id]) => id));
    expect(ids[0][0][1].Properties).not.toEqual(ids[1][0][1].Properties);
  });

  test('an alarm with the name of the stage by reference is refused, one with the name in letters is not', () => {
    const alarmed = (alarm: (stack: Stack, api: RestApi) => Alarm) => {
      const stack = newStack(flags);
      const api = newApi(stack);
      newCanary(api).addAlarm(alarm(stack, api));
      return templateOf(stack);
    };
    const how = { threshold: 1, evaluationPeriods: 1 };
    const byReference = (stack: Stack, { deploymentStage }: RestApi) => new Alarm(stack, 'Alarm', { metric: deploymentStage.metricServerError(), ...how });
    const inLetters = (stack: Stack) => new Alarm(stack, 'Alarm', { metric: METRICS.serverErrors(), ...how });

    expect(() => alarmed(byReference)).toThrow(/canary-waits-for-its-stage: .*Shop\/Alarm\/Resource/);
    expect(deadlocked(alarmed(inLetters))).toEqual([]);
  });

  test('a version asks for its errors by name and version in one dimension, under which nothing is reported; the alarm of the canary has one for each', () => {
    const stack = newStack(flags);
    const { currentVersion } = newHandler(stack);
    newCanary(newApi(stack, currentVersion)).lambdaErrors(currentVersion);
    const [name, version] = [{ Ref: 'Handler886CB40B' }, { 'Fn::GetAtt': [expect.stringMatching(/^HandlerCurrentVersion/) as string, 'Version'] }];
    const joined = (first: object) => ({ 'Fn::Join': ['', [first, ':', version]] });
    const dimensionsOf = (metric: Metric) => stack.resolve(metric.toMetricConfig().metricStat?.dimensions) as unknown;

    for (const metric of [currentVersion.metricErrors(), currentVersion.metric('Errors')]) {
      expect(dimensionsOf(metric)).toEqual([{ name: 'FunctionName', value: joined(name) }]);
    }
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    const { Metrics } = Properties as { Metrics: { MetricStat?: { Metric: { Dimensions: unknown } } }[] };
    expect(Metrics.flatMap(({ MetricStat }) => MetricStat ? [MetricStat.Metric.Dimensions] : [])).toEqual([1, 2].map(() => [
      { Name: 'FunctionName', Value: name }, { Name: 'Resource', Value: joined(name) },
    ]));
  });

  test('retained deployments stay after a failed update too; those that are retained except when they are made do not', () => {
    const policies = (props: RestApiProps, policy?: RemovalPolicy) => {
      const stack = newStack(flags);
      const api = new RestApi(stack, 'Api', props);
      api.root.addMethod('GET');
      const deployment = api.latestDeployment?.node.defaultChild as CfnDeployment;
      if (policy) deployment.applyRemovalPolicy(policy);
      newCanary(api);
      const [{ DeletionPolicy }] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
      return DeletionPolicy as unknown;
    };
    expect(policies({ retainDeployments: true })).toBe('Retain');
    expect(policies({}, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)).toBe('RetainExceptOnCreate');
    expect(policies({})).toBeUndefined();
  });
});
