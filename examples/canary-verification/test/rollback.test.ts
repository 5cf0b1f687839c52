import { Look, ROLLOUT_TYPE, StackEvent } from '../verify/evidence';
import { AbortedUpdate, judgeRollback } from '../verify/judges/rollback';

const look = (at: number, base: string, percent?: number): Look => (
  { at, base, lastUpdated: at, ...percent !== undefined && { canary: { deploymentId: 'new', percent } } });
const stack = (at: number, status: string): StackEvent => ({ at, status, logicalId: 'S', type: 'AWS::CloudFormation::Stack' });
const rollout = (at: number, status: string): StackEvent => ({ at, status, logicalId: 'Canary', type: ROLLOUT_TYPE });

const update: AbortedUpdate = {
  how: 'cancelled',
  base: 'old',
  looks: [look(0, 'old'), look(10_000, 'old', 10), look(40_000, 'old', 10), look(50_000, 'old')],
  events: [rollout(5_000, 'UPDATE_IN_PROGRESS'), stack(42_000, 'UPDATE_ROLLBACK_IN_PROGRESS'), rollout(44_000, 'UPDATE_IN_PROGRESS'), stack(60_000, 'UPDATE_ROLLBACK_COMPLETE')],
  lines: [{ at: 15_000, text: 'at 10 %' }, { at: 45_000, text: 'given up' }],
};

test('an update that ended on the old deployment without a canary is as designed', () => {
  const { answer, saw } = judgeRollback([update]);
  expect(answer).toBe('yes');
  expect(saw).toEqual([
    'cancelled: seen from the beginning of the rollback, the rollout was UPDATE_IN_PROGRESS 37 s before, UPDATE_IN_PROGRESS after 2 s.',
    'cancelled: the stack ended as UPDATE_ROLLBACK_COMPLETE after 18 s.',
    'cancelled: the functions wrote 1 line after the rollback had begun, the last one after 3 s: "given up"',
    'cancelled: the base was the old deployment in 4 of 4 looks; the canary had traffic for 30 s.',
    'cancelled: at the end the base was the old deployment, and there was no canary.',
  ]);
});

test('a base that was another one meanwhile is said, and forgiven if it came back', () => {
  const { answer, saw } = judgeRollback([{ ...update, looks: [...update.looks, look(55_000, 'new'), look(58_000, 'old')] }]);
  expect(answer).toBe('yes');
  expect(saw).toContain('cancelled: the base was the old deployment in 5 of 6 looks; the canary had traffic for 30 s.');
});

test.each<[string, Partial<AbortedUpdate>]>([
  ['ended on another deployment', { looks: [...update.looks, look(70_000, 'new')] }],
  ['ended with a canary', { looks: [...update.looks, look(70_000, 'old', 10)] }],
  ['did not roll back to its end', { events: [...update.events, stack(61_000, 'UPDATE_ROLLBACK_FAILED')] }],
])('an update that %s is not', (_what, change) => {
  expect(judgeRollback([{ ...update, ...change }]).answer).toBe('no');
});

test.each<[string, Partial<AbortedUpdate>]>([
  ['had no canary', { looks: [look(0, 'old')] }],
  ['never rolled back', { events: [] }],
])('nothing is said about an update that %s', (_what, change) => {
  expect(judgeRollback([{ ...update, ...change }]).answer).toBe('not seen');
});

test('of several updates the worst counts', () => {
  const unseen = { ...update, events: [] };
  expect(judgeRollback([update, unseen]).answer).toBe('not seen');
  expect(judgeRollback([update, unseen, { ...update, looks: [...update.looks, look(70_000, 'new')] }]).answer).toBe('no');
  expect(judgeRollback([]).answer).toBe('not seen');
});
