import { Aws, Duration, Lazy, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { Canary } from '../../lib/delivery/canary';
import type { CanaryOptions } from '../../lib/delivery/canary-options';
import { ForeignCanary } from '../../lib/delivery/foreign-canary';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';

const plan = (steps: number[], options?: CanaryOptions) => Canary.steps(steps, options)._plan;

describe('steps', () => {
  test('each of them bakes for ten minutes, and nothing but the defaults speaks against the release', () => {
    expect(plan([10, 50])).toMatchObject({
      mode: 'steps', steps: [10, 50], bake: Duration.seconds(600), alarms: [], minimumRequests: undefined, onForeignCanary: ForeignCanary.FAIL, failOnDrift: false,
    });
    expect(plan([10])?.thresholds).toEqual({
      serverErrorRate: AlarmThreshold.above(2, { period: Duration.minutes(5), evaluationPeriods: 1 }),
      clientErrorRate: AlarmThreshold.off(),
      latencyP99: AlarmThreshold.off(),
    });
  });

  test('a list that is changed afterwards changes no decision', () => {
    const [steps, alarms] = [[10, 50], []];
    const decided = plan(steps, { alarms });
    steps.push(5);
    expect(decided?.steps).toEqual([10, 50]);
    expect(decided?.alarms).not.toBe(alarms);
  });

  test('no steps are refused', () => {
    expect(() => plan([])).toThrow(/^canary-without-steps: /);
  });

  test.each([[[50, 10]], [[10, 10]], [[1, 5, 4]]])('steps that do not ascend are refused: %j', (steps) => {
    expect(() => plan(steps)).toThrow(`canary-steps-not-ascending: the steps of a canary are ${steps.join(', ')}; `);
  });

  test.each([0, -1, 100.1, NaN, Infinity])('%p percent are refused', (percent) => {
    expect(() => plan([percent])).toThrow(`canary-percent-out-of-range: a canary is to get ${percent} % of the traffic; `);
    expect(() => Canary.manual(percent)).toThrow(/^canary-percent-out-of-range: /);
  });

  test('parts of a percent and all of the traffic are steps', () => {
    expect(plan([0.5, 100])?.steps).toEqual([0.5, 100]);
  });

  test('more than five steps are refused', () => {
    expect(plan([1, 2, 3, 4, 5])?.steps).toHaveLength(5);
    expect(() => plan([1, 2, 3, 4, 5, 6])).toThrow(/^canary-too-many-steps: a canary has the steps 1, 2, 3, 4, 5, 6; leave 5/);
  });

  test.each([
    ['a list', Token.asList(Lazy.list({ produce: () => ['10'] })) as unknown as number[]],
    ['a number', [10, Token.asNumber({ Ref: 'Percent' })]],
  ])('%s that is known only in the cloud is refused', (_, steps) => {
    expect(() => plan(steps)).toThrow(/^canary-steps-unresolved: /);
  });

  test('what ascends within (0, 100] is taken, and nothing else is', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -20, max: 120 }), { minLength: 1, maxLength: 5 }), (steps) => {
      const isRight = steps.every((step, index) => step > 0 && step <= 100 && (index === 0 || step > steps[index - 1]));
      const make = () => plan(steps);
      if (isRight) expect(make()?.steps).toEqual(steps);
      else expect(make).toThrow(/^canary-(percent-out-of-range|steps-not-ascending)/);
    }));
  });
});

describe('the time', () => {
  test('a bake below three minutes is refused', () => {
    expect(plan([10], { bake: Duration.minutes(3) })?.bake.toSeconds()).toBe(180);
    expect(() => plan([10], { bake: Duration.seconds(179) })).toThrow(/^canary-bake-too-short: each step of a canary lasts 179 s/);
  });

  test('steps that take more than 53 minutes together are refused', () => {
    expect(plan([10], { bake: Duration.minutes(53) })).toBeDefined();
    expect(() => plan([10], { bake: Duration.seconds(53 * 60 + 1) })).toThrow(/^canary-takes-too-long: the 1 steps of a canary last 3181 s each/);
    expect(() => plan([1, 2, 3, 4, 5], { bake: Duration.minutes(11) })).toThrow(/^canary-takes-too-long: /);
  });

  test.each([['bake', () => plan([10], { bake: Duration.seconds(Token.asNumber({ Ref: 'Bake' })) })],
    ['within', () => Canary.manual(10, { within: Duration.minutes(Token.asNumber({ Ref: 'Within' })) })]])('%s that is known only in the cloud is refused', (option, make) => {
    expect(make).toThrow(`canary-time-unresolved: ${option} of a canary is known only when the stack is deployed; `);
  });

  test('the release ends before the waiter, the waiter before CloudFormation, and CloudFormation within an hour', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 180, max: 3_180 }), fc.boolean(), (count, bake, counts) => {
      fc.pre(count * bake <= 3_180);
      const options = { bake: Duration.seconds(bake), minimumRequests: counts ? 5 : undefined };
      const { times } = plan([1, 2, 3, 4, 5].slice(0, count), options) ?? unplanned();
      const [deadline, total, service] = [times.deadline, times.totalTimeout, times.serviceTimeout].map((time) => time.toSeconds());
      expect(total % 15).toBe(0);
      expect(deadline).toBeGreaterThanOrEqual(count * bake + 180);
      expect([deadline + 120, total + 120]).toEqual([total, service]);
      expect(service).toBeLessThanOrEqual(3_600);
    }));
  });

  test('a release that waits for requests has 55 minutes, or as long as its steps take', () => {
    expect(plan([10], { minimumRequests: 5 })?.times.totalTimeout.toMinutes()).toBe(55);
    expect(plan([10], { minimumRequests: 5, bake: Duration.minutes(53) })?.times.totalTimeout.toMinutes()).toBe(58);
  });
});

describe('minimumRequests', () => {
  test.each([0, -1, 1.5, NaN])('%p is refused', (minimumRequests) => {
    expect(() => plan([10], { minimumRequests })).toThrow(`canary-minimum-requests-not-whole: a canary is to have ${minimumRequests} requests`);
  });

  test('what is known only in the cloud is not looked at', () => {
    const minimumRequests = Token.asNumber(Aws.NO_VALUE);
    expect(plan([10], { minimumRequests })?.minimumRequests).toBe(minimumRequests);
  });
});

describe('manual', () => {
  test('an operator has fifty minutes, and alarms end it all the same', () => {
    const { mode, steps, times, thresholds } = Canary.manual(25)._plan ?? unplanned();
    expect([mode, steps, times.deadline.toMinutes(), times.totalTimeout.toMinutes(), times.serviceTimeout.toMinutes()]).toEqual(['manual', [25], 50, 55, 57]);
    expect(thresholds.serverErrorRate._rule).toMatchObject({ value: 2 });
  });

  test.each([299, 3_181])('%p seconds for a decision are refused', (seconds) => {
    expect(() => Canary.manual(10, { within: Duration.seconds(seconds) })).toThrow(`canary-deadline-out-of-range: an operator is to decide about a canary within ${seconds} s; `);
  });

  test('the longest ends within an hour too', () => {
    expect(Canary.manual(10, { within: Duration.minutes(53) })._plan?.times.serviceTimeout.toSeconds()).toBe(3_600);
  });
});

test('off is no canary', () => {
  expect(Canary.off()._plan).toBeUndefined();
  expect([Canary.off()._isOn, Canary.steps([10])._isOn, Canary.manual(10)._isOn]).toEqual([false, true, true]);
});

function unplanned(): never {
  throw new RangeError('there is a plan');
}
