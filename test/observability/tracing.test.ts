import { guardsOf, plainRestApi } from './plain-apis';
import { Waiver } from '../../lib/core/waiver';
import { Tracing } from '../../lib/observability/tracing';

test('active tracing is recorded as on', () => {
  const { stage } = plainRestApi();
  const tracing = Tracing.active();
  tracing._record(stage);
  expect(tracing._enabled).toBe(true);
  expect(guardsOf(stage)).toEqual([{ guard: 'tracing', state: 'on', detail: 'X-Ray' }]);
});

test('no tracing is a waiver of the rule that asks for it', () => {
  const { stage } = plainRestApi();
  const tracing = Tracing.none('traced by another product');
  tracing._record(stage);
  expect(tracing._enabled).toBe(false);
  expect(Waiver.within(stage)).toMatchObject([{ control: 'tracing', rules: ['Serverless-APIGWXrayEnabled'] }]);
});

test('no tracing without a reason is refused', () => {
  expect(() => Tracing.none('')).toThrow(/^waiver-without-reason/);
});
