import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costTables } from '../cost';
import { appSyncBillOf, billOf, sumOf } from '../cost/bills';
import { trafficOf, Workload, WORKLOAD } from '../cost/traffic';

const quiet: Workload = { ...WORKLOAD, users: 1_000, lively: false };

test('the README has the tables that cost.ts prints', () => {
  const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
  for (const table of costTables().split('\n\n')) expect(readme).toContain(table);
});

test('a thousand people write 6 messages an hour while 400 of them are connected, to 20 connections each', () => {
  const { messages, deliveries, minutes } = trafficOf(quiet);
  expect([messages, deliveries, minutes]).toEqual([400 * 730 * 6, 400 * 730 * 6 * 20, 400 * 730 * 60]);
});

test('the busiest second is as many times the average as there are more people', () => {
  expect(trafficOf(quiet).postsPerSecond).toBeCloseTo(1_000 * 6 * 20 / 3600, 6);
});

test('who types and who has read costs more than messages', () => {
  const { deliveries, notices } = trafficOf({ ...quiet, lively: true });
  expect(notices).toBeGreaterThan(5 * deliveries);
});

test('volume discounts and free sign-ins count', () => {
  const [small, big] = [1_000, 100_000].map((users) => billOf({ ...quiet, users }));
  expect(big?.[0]?.dollars).toBeLessThan(100 * (small?.[0]?.dollars ?? 0));
  expect(small?.at(-1)?.dollars).toBe(0);
  expect(big?.at(-1)?.dollars).toBe(90_000 * 0.015);
});

test('AppSync Events is cheaper, for what it does', () => {
  for (const lively of [true, false]) expect(sumOf(appSyncBillOf({ ...quiet, lively }))).toBeLessThan(sumOf(billOf({ ...quiet, lively })));
});
