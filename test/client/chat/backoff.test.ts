import * as fc from 'fast-check';
import { backoff, between, RECONNECT } from '../../../client/chat/backoff';

test('the longest pause doubles from the first to the longest of all', () => {
  const longest = [0, 1, 2, 3, 5, 6, 7, 50, 5_000].map((attempt) => backoff(attempt, () => 1));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
});

test('the jitter is full: a pause is anything between nothing and the longest', () => {
  fc.assert(fc.property(fc.nat(100), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
    const pause = backoff(attempt, () => chance);
    expect(pause).toBeCloseTo(chance * Math.min(RECONNECT.maxMs, RECONNECT.firstMs * 2 ** attempt));
  }));
});

test('between two times lies a time between them', () => {
  expect([0, 0.25, 1].map((chance) => between(100, 200, () => chance))).toEqual([100, 125, 200]);
});
