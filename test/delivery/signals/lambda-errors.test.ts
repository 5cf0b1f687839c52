import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, Code, Function as LambdaFunction, IFunction, Runtime, SingletonFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { lambdaErrorsAlarm } from '../../../lib/delivery/signals/lambda-errors';
import { AlarmThreshold } from '../../../lib/observability/alarm-threshold';
import { newStack } from '../../helpers/apps';
import { newFunction } from '../../helpers/functions';

function watch(handlerIn: (stack: Stack) => IFunction, threshold?: AlarmThreshold): Template {
  const stack = newStack();
  lambdaErrorsAlarm(stack, 'HandlerErrors', handlerIn(stack), threshold);
  return Template.fromStack(stack);
}

function dimensionsIn(template: Template): unknown[] {
  const [{ Properties: { Metrics: [, ...metrics] } }] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  return metrics.map((metric: { MetricStat: { Metric: { MetricName: string; Dimensions: { Name: string; Value: unknown }[] } } }) => {
    const { MetricName, Dimensions } = metric.MetricStat.Metric;
    return { MetricName, ...Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])) };
  });
}

test('a function of the app is watched in its current version, by its name and not by its ARN', () => {
  const template = watch(newFunction);
  const [FunctionName, version] = [{ Ref: idOf(template, 'AWS::Lambda::Function') }, idOf(template, 'AWS::Lambda::Version')];
  const Resource = { 'Fn::Join': ['', [FunctionName, ':', { 'Fn::GetAtt': [version, 'Version'] }]] };
  expect(dimensionsIn(template)).toEqual([
    { MetricName: 'Errors', FunctionName, Resource },
    { MetricName: 'Invocations', FunctionName, Resource },
  ]);
});

function idOf(template: Template, type: string): string {
  return Object.keys(template.findResources(type))[0];
}

test('errors are a rate, and few invocations are healthy', () => {
  watch(newFunction).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 2,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    TreatMissingData: 'notBreaching',
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: 'IF(invocations < 5, 0, 100 * errors / invocations)' }),
      Match.objectLike({ Id: 'errors', MetricStat: Match.objectLike({ Metric: Match.objectLike({ Namespace: 'AWS/Lambda' }), Period: 300, Stat: 'Sum' }) }),
    ]),
    AlarmDescription: Match.stringLikeRegexp('^Shop/Handler: errors of the new version .*, above 2 %\\. First: read the last errors in the log'),
  });
});

test('the alarm follows new code, under the same logical id', () => {
  const withCode = (code: string): Template => watch((stack) => {
    return new LambdaFunction(stack, 'Handler', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(code) });
  });
  const [before, after] = [withCode('exports.handler = 1'), withCode('exports.handler = 2')];
  expect(idOf(after, 'AWS::CloudWatch::Alarm')).toBe(idOf(before, 'AWS::CloudWatch::Alarm'));
  expect(idOf(after, 'AWS::Lambda::Version')).not.toBe(idOf(before, 'AWS::Lambda::Version'));
  expect(dimensionsIn(after)).not.toEqual(dimensionsIn(before));
});

test('a version is watched as it is', () => {
  const ofFunction = watch(newFunction);
  const ofVersion = watch((stack) => newFunction(stack).currentVersion);
  expect(dimensionsIn(ofVersion)).toEqual(dimensionsIn(ofFunction));
});

test('a version that is imported says all that is needed', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:orders:7';
  expect(dimensionsIn(watch((stack) => Version.fromVersionArn(stack, 'Version', arn)))).toContainEqual(
    { MetricName: 'Errors', FunctionName: 'orders', Resource: 'orders:7' },
  );
});

test('a function that exists once per stack has versions too', () => {
  const template = watch((stack) => new SingletonFunction(stack, 'Once', {
    uuid: 'once', runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1'),
  }));
  template.resourceCountIs('AWS::Lambda::Version', 1);
});

test('the threshold can be changed', () => {
  watch(newFunction, AlarmThreshold.above(10, { evaluationPeriods: 3 })).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 10, EvaluationPeriods: 3, DatapointsToAlarm: 2,
  });
});

test.each<[string, RegExp, (stack: Stack) => IFunction]>([
  ['an alias, which moves everybody', /^canary-lambda-errors-of-alias: the alias at Shop\/Live .*; call `fn\.currentVersion`/,
    (stack) => new Alias(stack, 'Live', { aliasName: 'live', version: newFunction(stack).currentVersion })],
  ['an imported alias', /^canary-lambda-errors-of-alias: /,
    (stack) => Alias.fromAliasAttributes(stack, 'Live', { aliasName: 'live', aliasVersion: newFunction(stack).currentVersion })],
  ['$LATEST, which everybody has already', /^canary-lambda-errors-of-latest: .*; call `fn\.currentVersion`/, (stack) => newFunction(stack).latestVersion],
  ['an imported function', /^canary-lambda-errors-of-import: the function at Shop\/Imported is imported.*Version\.fromVersionArn/,
    (stack) => LambdaFunction.fromFunctionName(stack, 'Imported', 'orders')],
])('%s is refused', (_, message, handlerIn) => {
  expect(() => watch(handlerIn)).toThrow(message);
});

test('an alarm that is off is refused, because somebody asked for it', () => {
  expect(() => watch(newFunction, AlarmThreshold.off())).toThrow(/^canary-lambda-errors-off: .* of the function at Shop\/Handler/);
});

test('a threshold that no good version, or no version at all, stays under is refused', () => {
  expect(() => watch(newFunction, AlarmThreshold.below(2))).toThrow(/^canary-threshold-below: .* lambdaErrors is below 2/);
  expect(() => watch(newFunction, AlarmThreshold.above(100))).toThrow(/^alarm-that-can-never-fire: the alarm lambdaErrors/);
});
