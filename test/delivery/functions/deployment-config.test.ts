import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { Canary } from '../../../lib/delivery/canary';
import { CanaryOptions } from '../../../lib/delivery/canary-options';
import { ForeignCanary } from '../../../lib/delivery/foreign-canary';
import { deploymentConfig, trafficShift } from '../../../lib/delivery/functions/deployment-config';
import { AlarmThreshold } from '../../../lib/observability/alarm-threshold';
import { newStack } from '../../helpers/apps';

const MINUTES = { bake: Duration.minutes(5) };

test('no canary is no shift', () => {
  expect(trafficShift(Canary.off())).toBeUndefined();
});

test('one step is one share, and the rest after the bake', () => {
  expect(trafficShift(Canary.steps([12], { bake: Duration.minutes(7) }))).toEqual({ kind: 'canary', percentage: 12, minutes: 7 });
});

test.each([[[50]], [[25, 50, 75]], [[20, 40, 60, 80]]])('the equal steps %j are as large as the rest that comes after them', (steps) => {
  const [percentage] = steps;
  expect(trafficShift(Canary.steps(steps, MINUTES))).toEqual({ kind: steps.length > 1 ? 'linear' : 'canary', percentage, minutes: 5 });
});

test.each([
  ['of different sizes', [10, 50]],
  ['of equal sizes whose rest is larger', [10, 20, 30]],
  ['of equal sizes whose rest is smaller', [40, 80]],
  ['that leave no rest', [50, 100]],
  ['of everything', [100]],
  ['that are no whole numbers', [12.5]],
])('steps %s are refused, with what to write', (_what, steps) => {
  const refusal = /canary-steps-not-for-functions: .*the steps [\d., ]+, .*Canary\.steps\(\[10\]\), or equal parts of 100: Canary\.steps\(\[25, 50, 75\]\)/;
  expect(() => trafficShift(Canary.steps(steps, MINUTES))).toThrow(refusal);
});

test('whatever is shifted, the shares of a linear shift make 100 % together, and no share is a fraction', () => {
  const ascending = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }).map((steps) => [...steps].sort((a, b) => a - b));
  fc.assert(fc.property(ascending, (steps) => {
    const { kind, percentage } = shiftOf(steps) ?? { kind: 'refused', percentage: 0 };
    if (kind === 'canary') expect([steps.length, percentage]).toEqual([1, steps[0]]);
    if (kind === 'linear') expect(percentage * (steps.length + 1)).toBe(100);
  }));
});

function shiftOf(steps: number[]): ReturnType<typeof trafficShift> {
  try {
    return trafficShift(Canary.steps(steps, MINUTES));
  } catch (refusal) {
    expect(String(refusal)).toContain('canary-steps-not-for-functions');
    return undefined;
  }
}

test('a bake that is not whole minutes is refused', () => {
  expect(() => trafficShift(Canary.steps([10], { bake: Duration.seconds(330) }))).toThrow(/canary-bake-not-in-minutes: .*330 s.*Duration\.minutes\(10\)/);
});

test('an operator cannot decide about functions', () => {
  expect(() => trafficShift(Canary.manual(15))).toThrow(/canary-manual-for-functions: .*Canary\.steps\(\[15\]\).*CodeDeploy/);
  expect(() => trafficShift(Canary.manual(100))).toThrow(/canary-manual-for-functions: .*Canary\.steps\(\[10\]\)/);
});

test.each<[string, CanaryOptions]>([
  ['minimumRequests', { minimumRequests: 50 }],
  ['onForeignCanary', { onForeignCanary: ForeignCanary.TAKE_OVER }],
  ['failOnDrift', { failOnDrift: true }],
  ['clientErrorRate', { clientErrorRate: AlarmThreshold.above(20) }],
  ['latencyP99', { latencyP99: AlarmThreshold.above(3000) }],
])('%s, which says something about a stage, is refused', (option, options) => {
  expect(() => trafficShift(Canary.steps([10], options))).toThrow(new RegExp(`canary-option-not-for-functions: ${option} .*leave it out`));
});

test('what stays as it is by itself may be written down', () => {
  const off = AlarmThreshold.off();
  const spelled = { onForeignCanary: ForeignCanary.FAIL, failOnDrift: false, clientErrorRate: off, latencyP99: off };
  expect(trafficShift(Canary.steps([10], spelled))).toEqual({ kind: 'canary', percentage: 10, minutes: 10 });
});

test.each([5, 10, 15, 30])('AWS has a configuration for 10 %% and %d minutes, so none of the account is used up', (minutes) => {
  const stack = newStack();
  const config = deploymentConfig(stack, 'Config', { kind: 'canary', percentage: 10, minutes });
  expect(config.deploymentConfigName).toBe(`CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`);
  Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
});

test.each([
  ['canary', { percentage: 10, minutes: 12 }, { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryInterval: 12, CanaryPercentage: 10 } }],
  ['canary', { percentage: 20, minutes: 10 }, { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryInterval: 10, CanaryPercentage: 20 } }],
  ['linear', { percentage: 25, minutes: 5 }, { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearInterval: 5, LinearPercentage: 25 } }],
] as const)('another %s shift gets a configuration of its own: %j', (kind, numbers, TrafficRoutingConfig) => {
  const stack = newStack();
  deploymentConfig(stack, 'Config', { kind, ...numbers });
  Template.fromStack(stack).hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', { ComputePlatform: 'Lambda', TrafficRoutingConfig });
});
