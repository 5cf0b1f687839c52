import type { Reply } from '../verify/evidence';
import { judgeLogs, judgeMetrics } from '../verify/judges/signals';

const canary: Reply[] = ['a', 'b'].map((requestId) => ({ at: 0, status: 200, isCanary: true, requestId }));
const base: Reply[] = ['c', 'd', 'e'].map((requestId) => ({ at: 0, status: 200, isCanary: false, requestId }));
const replies: Reply[] = [...canary, ...base, { at: 0, status: 200, requestId: 'f' }, { at: 0, status: 0 }];

test('metrics of the canary are there if CloudWatch counted some', () => {
  expect(judgeMetrics(replies, { 'prod': 4, 'prod/Canary': 2 }, 'prod')).toEqual({
    id: 'V3',
    answer: 'yes',
    saw: [
      '6 requests were answered, 2 of them by the canary; CloudWatch counted, by stage, prod: 4, prod/Canary: 2.',
      'the count of prod is nearer to those of the base.',
    ],
  });
});

test('they are not if it counted those of the stage alone', () => {
  expect(judgeMetrics(replies, { prod: 6 }, 'prod')).toMatchObject({ answer: 'no', saw: [expect.anything(), 'the count of prod is nearer to all of them.'] });
});

test('without any metric, or without a canary, nothing is said', () => {
  expect(judgeMetrics(replies, {}, 'prod').answer).toBe('not seen');
  expect(judgeMetrics(base, { prod: 3 }, 'prod').answer).toBe('not seen');
});

test('the log group of the canary is used if one of its requests is in it', () => {
  expect(judgeLogs(replies, new Set(['c', 'd', 'e', 'f']), new Set(['a', 'b']))).toEqual({
    id: 'V4',
    answer: 'yes',
    saw: [
      'of the requests that the canary answered, 2 of 2 are in the group of the canary and 0 of 2 in the main one.',
      'of those that the base answered meanwhile, 0 of 3 are in the group of the canary and 3 of 3 in the main one.',
    ],
  });
});

test('it is not if only the main one has lines', () => {
  expect(judgeLogs(replies, new Set(['a', 'b', 'c']), new Set()).answer).toBe('no');
});

test('without any line, or without a canary, nothing is said', () => {
  expect(judgeLogs(replies, new Set(), new Set()).answer).toBe('not seen');
  expect(judgeLogs(base, new Set(['c']), new Set()).answer).toBe('not seen');
});
