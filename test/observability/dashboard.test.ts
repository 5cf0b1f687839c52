import { Duration, Lazy } from 'aws-cdk-lib';
import { Dashboard } from '../../lib/observability/dashboard';

test('the last three hours are shown unless told otherwise', () => {
  expect(Dashboard.standard()._settings?.defaultInterval.toHours()).toBe(3);
  expect(Dashboard.standard({ defaultInterval: Duration.days(1) })._settings?.defaultInterval.toHours()).toBe(24);
});

test.each(['', 'my dashboard', 'x'.repeat(256), 'orders/prod'])('the name %p is refused', (name) => {
  expect(() => Dashboard.standard({ name })).toThrow(/^dashboard-name-invalid/);
});

test('a name that is not known yet is accepted', () => {
  const name = Lazy.string({ produce: () => 'orders' });
  expect(Dashboard.standard({ name })._settings?.name).toBe(name);
});

test('off has no settings', () => {
  expect(Dashboard.off()._settings).toBeUndefined();
});
