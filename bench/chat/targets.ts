import type { ChatResults } from './results';

/** A figure that is to hold on a machine with two cores. Nothing fails when it does not: the machine may have been busy. */
export interface Target {
  readonly what: string;
  readonly hold: string;
  readonly measured: (results: ChatResults) => string;
  readonly holds: (results: ChatResults) => boolean;
}

const number = (value: number): string => value.toLocaleString('en-US');

export const TARGETS: readonly Target[] = [
  {
    what: 'posts a second, of one process',
    hold: '>= 5,000',
    measured: ({ postsPerSecond }) => number(postsPerSecond),
    holds: ({ postsPerSecond }) => postsPerSecond >= 5_000,
  },
  {
    what: 'CPU of a post',
    hold: '<= 180 µs',
    measured: ({ cpuMicrosPerPost }) => `${number(cpuMicrosPerPost)} µs`,
    holds: ({ cpuMicrosPerPost }) => cpuMicrosPerPost <= 180,
  },
  {
    what: 'broadcast: live connections reached, and each once',
    hold: 'all',
    measured: ({ broadcast: { delivered, expected, duplicates } }) => `${number(delivered)} of ${number(expected)}, ${number(duplicates)} twice`,
    holds: ({ broadcast: { delivered, expected, duplicates } }) => delivered === expected && duplicates === 0,
  },
  {
    what: 'broadcast: p99 from the message being stored',
    hold: '<= 4,000 ms',
    measured: ({ broadcast: { p99Ms } }) => `${number(p99Ms)} ms`,
    holds: ({ broadcast: { p99Ms } }) => p99Ms <= 4_000,
  },
  {
    what: 'broadcast: deliveries a second',
    hold: '>= 4,000',
    measured: ({ fanOut: { perSecond } }) => number(perSecond),
    holds: ({ fanOut: { perSecond } }) => perSecond >= 4_000,
  },
  {
    what: 'reading the registry of that room',
    hold: '<= 1,000 ms',
    measured: ({ registryReadMs }) => `${number(registryReadMs)} ms`,
    holds: ({ registryReadMs }) => registryReadMs <= 1_000,
  },
  {
    what: 'writing it, rows a second',
    hold: '>= 2,000',
    measured: ({ registryWritesPerSecond }) => number(registryWritesPerSecond),
    holds: ({ registryWritesPerSecond }) => registryWritesPerSecond >= 2_000,
  },
  {
    what: 'paced below a throttle: lost',
    hold: '0',
    measured: ({ paced: { lost } }) => number(lost),
    holds: ({ paced: { lost } }) => lost === 0,
  },
  {
    what: 'paced below a throttle: posts a delivery',
    hold: '<= 1.05',
    measured: ({ paced: { postsPerDelivery } }) => number(postsPerDelivery),
    holds: ({ paced: { postsPerDelivery } }) => postsPerDelivery <= 1.05,
  },
  {
    what: 'messages sent, some twice: answers that differ from the table',
    hold: '0',
    measured: ({ sends: { mismatches, rows } }) => `${number(mismatches)}, in ${number(rows)} rows`,
    holds: ({ sends: { mismatches } }) => mismatches === 0,
  },
  {
    what: 'messages sent a second, 16 at once',
    hold: '>= 80',
    measured: ({ sends: { perSecond } }) => number(perSecond),
    holds: ({ sends: { perSecond } }) => perSecond >= 80,
  },
  {
    what: 'ids spread over 128 shards',
    hold: '<= 1,000 ms, 200 MB',
    measured: ({ sharding: { ids, ms, megabytes } }) => `${number(ids)} in ${number(ms)} ms, ${number(megabytes)} MB`,
    holds: ({ sharding: { ms, megabytes } }) => ms <= 1_000 && megabytes <= 200,
  },
];
