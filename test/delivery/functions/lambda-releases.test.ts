import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, IAlarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Alias, Code, Function as LambdaFunction, IFunction, Runtime, SingletonFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LambdaPermissions } from '../../../lib/core/lambda-permissions';
import { Canary } from '../../../lib/delivery/canary';
import { LambdaReleases, LambdaReleasesProps } from '../../../lib/delivery/functions/lambda-releases';
import { AlarmThreshold } from '../../../lib/observability/alarm-threshold';
import { FLAGS, nagFindings, newStack } from '../../helpers/apps';
import { newFunction } from '../../helpers/functions';

const TEN_PERCENT = { canary: Canary.steps([10]) };

function releasesIn(scope: Construct, props: LambdaReleasesProps = TEN_PERCENT): LambdaReleases {
  return new LambdaReleases(scope, 'Releases', props);
}

function alarmIn(scope: Construct, id: string): Alarm {
  return new Alarm(scope, id, { metric: new Metric({ namespace: 'Shop', metricName: id }), threshold: 1, evaluationPeriods: 1, alarmName: id });
}

describe.each(FLAGS)('a function that is released, %s,', (_name, flags) => {
  let stack: Stack;
  let released: IFunction;
  beforeEach(() => {
    stack = newStack(flags);
    released = releasesIn(stack).released(newFunction(stack));
  });

  test('is called by an alias of its current version', () => {
    const [version] = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Alias', { FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] } });
    expect(stack.resolve(released.functionArn)).toEqual({ Ref: expect.stringContaining('Alias') });
  });

  test('has nothing a reviewer has to be told but the function itself', () => {
    expect(nagFindings(stack).filter((finding) => !finding.includes('at Shop/Handler/'))).toEqual([]);
  });

  test('is shifted by CodeDeploy, which goes back when anything fails, stops or goes off', () => {
    const [group] = Object.keys(Template.fromStack(stack).findResources('AWS::CodeDeploy::DeploymentGroup'));
    Template.fromStack(stack).hasResource('AWS::Lambda::Alias', {
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: Match.anyValue() }, DeploymentGroupName: { Ref: group } } },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'] },
    });
  });

  test('is not moved before its group is made and its alarm looks at the new version', () => {
    const template = Template.fromStack(stack);
    const [group] = Object.keys(template.findResources('AWS::CodeDeploy::DeploymentGroup'));
    const [alarm] = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    template.hasResource('AWS::Lambda::Alias', { DependsOn: [group] });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', { AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: alarm } }] } });
  });

  test('has an alarm on the errors of the new version alone', () => {
    const template = Template.fromStack(stack);
    const [version] = Object.keys(template.findResources('AWS::Lambda::Version'));
    const [{ Properties: { Name: alias } }] = Object.values(template.findResources('AWS::Lambda::Alias'));
    const [handler] = Object.keys(template.findResources('AWS::Lambda::Function'));
    const Dimensions = [
      { Name: 'ExecutedVersion', Value: { 'Fn::GetAtt': [version, 'Version'] } },
      { Name: 'FunctionName', Value: { Ref: handler } },
      { Name: 'Resource', Value: { 'Fn::Join': ['', [{ Ref: handler }, `:${alias}`]] } },
    ];
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'IF(invocations < 5, 0, 100 * errors / invocations)' }),
        Match.objectLike({ Id: 'errors', MetricStat: Match.objectLike({ Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions } }) }),
        Match.objectLike({ Id: 'invocations', MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'Invocations', Dimensions }) }) }),
      ]),
    });
  });

  test('is the one function whose alias its role may move, and the role has no policy of AWS', () => {
    const [handler] = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    const [{ Properties: { Name: alias } }] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Alias'));
    const arn = { 'Fn::GetAtt': [handler, 'Arn'] };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'codedeploy.amazonaws.com' } })] },
      ManagedPolicyArns: Match.absent(),
      Policies: [Match.objectLike({
        PolicyDocument: Match.objectLike({
          Statement: [
            Match.objectLike({
              Action: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
              Resource: [arn, { 'Fn::Join': ['', [arn, `:${alias}`]] }],
            }),
            Match.objectLike({ Action: 'cloudwatch:DescribeAlarms', Resource: '*' }),
          ],
        }),
      })],
    });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

test('ids and the name of the alias are a promise: another one is another alias, to which nobody shifts anything', () => {
  const stack = newStack();
  releasesIn(new Construct(stack, 'Orders')).released(newFunction(stack, 'PlaceOrder'));
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; Properties: { Name?: string } }> };
  const made = Object.entries(template.Resources).filter(([, { Type }]) => !/::(Function|Version)$/.test(Type));
  expect(made.map(([id, { Type, Properties: { Name } }]) => [Type, id, Name])).toMatchInlineSnapshot(`
[
  [
    "AWS::CodeDeploy::Application",
    "OrdersReleasesApplicationE8C5392F",
    undefined,
  ],
  [
    "AWS::Lambda::Alias",
    "OrdersReleasesPlaceOrder84ac4de2Alias07D49F57",
    "live-59fccfa5",
  ],
  [
    "AWS::CloudWatch::Alarm",
    "OrdersReleasesPlaceOrder84ac4de2ErrorsF5E967AB",
    undefined,
  ],
  [
    "AWS::IAM::Role",
    "OrdersReleasesPlaceOrder84ac4de2Role2205FC96",
    undefined,
  ],
  [
    "AWS::CodeDeploy::DeploymentGroup",
    "OrdersReleasesPlaceOrder84ac4de2GroupE4437EC5",
    undefined,
  ],
  [
    "AWS::IAM::Role",
    "PlaceOrderServiceRole9B060650",
    undefined,
  ],
  [
    "AWS::Logs::LogGroup",
    "PlaceOrderLogGroup485F47BE",
    undefined,
  ],
]
`);
});

test('new code is another version of the same alias, which is what CodeDeploy shifts', () => {
  const [before, after] = ['return {}', 'return { statusCode: 204 }'].map((body) => {
    const stack = newStack();
    const code = Code.fromInline(`exports.handler = async () => { ${body}; }`);
    releasesIn(stack).released(new LambdaFunction(stack, 'Handler', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code }));
    const [[id, { Properties: { Name, FunctionVersion } }]] = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Alias'));
    return { alias: [id, Name], version: FunctionVersion };
  });
  expect(after.alias).toEqual(before.alias);
  expect(after.version).not.toEqual(before.version);
});

test('one function is one alias and one group, however often it is asked for', () => {
  const stack = newStack();
  const [releases, handler] = [releasesIn(stack), newFunction(stack)];
  expect(releases.released(handler)).toBe(releases.released(handler));
  Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 1);
});

test('several functions are several groups of one application with one configuration', () => {
  const stack = newStack();
  const releases = releasesIn(stack, { canary: Canary.steps([25, 50, 75]) });
  ['List', 'Place'].forEach((id) => releases.released(newFunction(stack, id)));
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 2);
  template.resourceCountIs('AWS::CodeDeploy::Application', 1);
  template.resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 1);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
});

test('two APIs that call one function each move an alias of their own', () => {
  const stack = newStack();
  const handler = newFunction(stack);
  ['Orders', 'Partners'].forEach((id) => releasesIn(new Construct(stack, id)).released(handler));
  const aliases = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Alias'));
  expect(new Set(aliases.map(({ Properties: { Name } }) => Name)).size).toBe(2);
});

test('singleton functions with one identity are one function', () => {
  const stack = newStack();
  const releases = releasesIn(stack);
  const [first, second] = ['First', 'Second'].map((id) => releases.released(new SingletonFunction(stack, id, {
    uuid: '7a3e2c50', runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => ({})'),
  })));
  expect(first).toBe(second);
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Alias', 1);
});

test('a function of another stack is released there, and its alias, which stays, is all that the API learns of', () => {
  const app = new App();
  const [functions, shop] = [new Stack(app, 'Functions'), new Stack(app, 'Shop')];
  const api = new HttpApi(shop, 'Orders');
  const [releases, permissions] = [releasesIn(api), new LambdaPermissions(api, 'Permissions', { api })];
  ['List', 'Place'].forEach((id) => permissions.permit(releases.released(newFunction(functions, id))));

  const exported = Object.values<{ Value: object }>(Template.fromStack(functions).toJSON().Outputs);
  expect(exported.map(({ Value }) => Value)).toEqual([{ Ref: expect.stringMatching(/Alias/) }, { Ref: expect.stringMatching(/Alias/) }]);
  Template.fromStack(functions).resourceCountIs('AWS::CodeDeploy::Application', 1);
  Template.fromStack(functions).resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 2);
  Template.fromStack(shop).resourceCountIs('AWS::CodeDeploy::Application', 0);
  Template.fromStack(shop).hasResourceProperties('AWS::Lambda::Permission', { FunctionName: { 'Fn::ImportValue': Match.stringLikeRegexp('Alias') } });
});

test('the alarms of the canary and those besides it end a release of any function, together with that of the function', () => {
  const stack = newStack();
  const canary = Canary.steps([10], { alarms: [alarmIn(stack, 'Orders')] });
  releasesIn(stack, { canary, alarms: [alarmIn(stack, 'Queue')] }).released(newFunction(stack));
  Template.fromStack(stack).hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
    AlarmConfiguration: { Alarms: ['^Orders', '^Queue', '^Releases.*Errors'].map((id) => ({ Name: { Ref: Match.stringLikeRegexp(id) } })) },
  });
});

test('serverErrorRate is the threshold of the functions, and off takes their alarms away', () => {
  const none = AlarmThreshold.above(0, { period: Duration.minutes(1), evaluationPeriods: 1 });
  const [strict, off] = [none, AlarmThreshold.off()].map((serverErrorRate) => {
    const stack = newStack();
    const alarms: IAlarm[] = [alarmIn(stack, 'Own')];
    releasesIn(stack, { canary: Canary.steps([10], { serverErrorRate, alarms }) }).released(newFunction(stack));
    return Template.fromStack(stack);
  });
  strict.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 0, EvaluationPeriods: 1, Metrics: Match.anyValue() });
  off.resourceCountIs('AWS::CloudWatch::Alarm', 1);
});

describe('an alarm besides', () => {
  const metric = new Metric({ namespace: 'Shop', metricName: 'Failed', period: Duration.minutes(15) });
  const watch = (treatMissingData: TreatMissingData, bake: Duration): Stack => {
    const stack = newStack();
    const slow = new Alarm(stack, 'Slow', { metric, threshold: 1, evaluationPeriods: 1, treatMissingData });
    releasesIn(stack, { canary: Canary.steps([10], { bake }), alarms: [slow] });
    return stack;
  };

  test('that looks back longer than CodeDeploy waits is refused', () => {
    expect(() => watch(TreatMissingData.NOT_BREACHING, Duration.minutes(17))).toThrow(/canary-alarm-slower-than-bake: the alarm at Shop\/Slow looks back 900 s/);
    expect(() => watch(TreatMissingData.NOT_BREACHING, Duration.minutes(18))).not.toThrow();
  });

  test('that keeps its state without data is warned of', () => {
    const stack = watch(TreatMissingData.IGNORE, Duration.minutes(18));
    Annotations.fromStack(stack).hasWarning('/Shop/Releases', Match.stringLikeRegexp('canary-alarm-ignores-missing-data'));
  });
});

test('releases nobody watches are warned of', () => {
  const stack = newStack();
  releasesIn(stack, { canary: Canary.steps([10], { serverErrorRate: AlarmThreshold.off() }) }).released(newFunction(stack));
  Annotations.fromStack(stack).hasWarning('/Shop/Releases', Match.stringLikeRegexp('release-without-alarms'));
  Template.fromStack(stack).hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] },
  });
});

describe('what cannot be released step by step is called as it is, with a warning:', () => {
  const handlers: [string, (scope: Construct) => IFunction][] = [
    ['imported', (scope) => LambdaFunction.fromFunctionArn(scope, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:orders')],
    ['a version', (scope) => newFunction(scope).currentVersion],
    ['an alias', (scope) => new Alias(scope, 'Mine', { aliasName: 'mine', version: newFunction(scope).currentVersion })],
    ['a version', (scope) => Version.fromVersionArn(scope, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:orders:7')],
  ];

  test.each(handlers)('a function that is %s', (kind, make) => {
    const stack = newStack();
    const handler = make(stack);
    const releases = releasesIn(stack);
    expect([releases.released(handler), releases.released(handler)]).toEqual([handler, handler]);
    Annotations.fromStack(stack).hasWarning('/Shop/Releases', Match.stringLikeRegexp(`function-not-released: the function at ${handler.node.path} is ${kind}`));
    Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::Application', 0);
  });
});

test('with Canary.off() functions are called as they are, and nothing is made or said', () => {
  const stack = newStack();
  const handler = newFunction(stack);
  expect(releasesIn(stack, { canary: Canary.off() }).released(handler)).toBe(handler);
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Version', 0);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a canary that CodeDeploy cannot carry out is refused', () => {
  expect(() => releasesIn(newStack(), { canary: Canary.steps([10, 50]) })).toThrow(/canary-steps-not-for-functions/);
});
