import { Look, Reply, STAGE_TYPE, StackEvent } from '../verify/evidence';
import { judgePromotion, judgeStageUpdate, Release } from '../verify/judges/release';

const look = (at: number, base: string, percent?: number, lastUpdated = 1): Look => (
  { at, base, lastUpdated, ...percent !== undefined && { canary: { deploymentId: 'new', percent } } });
const stage = (at: number, status: string): StackEvent => ({ at, status, logicalId: 'Stage', type: STAGE_TYPE });
const replies = (from: number, to: number, release: string): Reply[] => (
  Array.from({ length: (to - from) / 500 }, (_, index) => ({ at: from + index * 500, status: 200, release })));

const release: Release = {
  name: '2',
  from: 'old',
  to: 'new',
  looks: [look(0, 'old', 50), look(1_000, 'old', 50), look(2_000, 'new', 0), look(12_000, 'new'), look(20_000, 'new'), look(30_000, 'new')],
  replies: [...replies(0, 2_000, '1'), ...replies(2_000, 60_000, '2')],
  events: [stage(15_000, 'UPDATE_IN_PROGRESS'), stage(18_000, 'UPDATE_COMPLETE')],
};

test('a stage that CloudFormation left as it was is as designed', () => {
  expect(judgeStageUpdate(release)).toEqual({
    id: 'V2',
    answer: 'yes',
    saw: [
      'the update took 3 s and did not move lastUpdatedDate: nothing was patched.',
      'in 2 looks from then on the base was another deployment 0 times; 0 requests failed.',
    ],
  });
});

test('that it was patched is said', () => {
  const looks = [...release.looks, look(40_000, 'new', undefined, 2)];
  expect(judgeStageUpdate({ ...release, looks })).toMatchObject({ answer: 'yes', saw: [expect.stringContaining('the stage was patched'), expect.anything()] });
});

test.each<[string, Partial<Release>]>([
  ['led to another deployment', { looks: [...release.looks, look(40_000, 'old')] }],
  ['answered with an error', { replies: [...release.replies, { at: 17_000, status: 500 }] }],
  ['did not answer', { replies: [...release.replies, { at: 17_000, status: 0 }] }],
])('a stage that %s meanwhile is not', (_what, change) => {
  expect(judgeStageUpdate({ ...release, ...change }).answer).toBe('no');
});

test.each<[string, Partial<Release>]>([
  ['without an update', { events: [] }],
  ['without an end of it', { events: release.events.slice(0, 1) }],
  ['without a look before it', { looks: release.looks.slice(-2) }],
  ['without a look after it', { looks: release.looks.slice(0, 4) }],
])('%s nothing is said of the stage', (_what, change) => {
  expect(judgeStageUpdate({ ...release, ...change }).answer).toBe('not seen');
});

test('a promotion without a failed request is as designed', () => {
  const { answer, saw } = judgePromotion(release);
  expect(answer).toBe('yes');
  expect(saw).toEqual([
    '0 of 118 requests from the last look before the promotion to a minute after the canary was gone failed.',
    'the canary was seen to be gone 10 s after the promotion was seen.',
    'no answer came from the old release after the promotion was seen.',
  ]);
});

test('answers of the old release after a promotion are counted', () => {
  const { answer, saw } = judgePromotion({ ...release, replies: [...release.replies, { at: 5_000, status: 200, release: '1' }] });
  expect([answer, saw.at(-1)]).toEqual(['yes', '1 answer came from the old release after the promotion was seen, the last one 3 s later.']);
});

test('one that costs answers is not, and which they were is said', () => {
  const bad = [{ at: 3_000, status: 500 }, { at: 3_100, status: 0 }];
  const { answer, saw } = judgePromotion({ ...release, replies: [...release.replies, ...bad] });
  expect(answer).toBe('no');
  expect(saw[0]).toMatch(/^2 of 120 requests .* failed: 500, no answer\.$/);
});

test.each<[string, Partial<Release>]>([
  ['a promotion nobody saw', { looks: release.looks.slice(0, 2) }],
  ['a canary that stays', { looks: release.looks.slice(0, 3) }],
  ['a few requests', { replies: release.replies.slice(0, 20) }],
])('%s says nothing about promotions', (_what, change) => {
  expect(judgePromotion({ ...release, ...change }).answer).toBe('not seen');
});
