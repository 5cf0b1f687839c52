import { median } from '../figures';

/** One run of a poster. */
export interface PosterRun {
  readonly posts: number;
  readonly wallMs: number;
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface PosterFigures { readonly postsPerSecond: number; readonly cpuMicrosPerPost: number; readonly p50Ms: number; readonly p99Ms: number }

/** Who was to be told something, and what came of it. */
export interface Arrived {
  /** Connections that are there, and take what they are sent. */
  readonly expected: readonly string[];
  /** Frames by connection. */
  readonly counts: ReadonlyMap<string, number>;
  /** When every frame arrived, and when it was sent: milliseconds since 1970. */
  readonly arrivals: Iterable<number>;
  readonly start: number;
  /** All requests to the endpoint. */
  readonly requests: number;
}

export interface ArrivedFigures {
  readonly expected: number;
  /** Of those that were expected. */
  readonly delivered: number;
  readonly lost: number;
  /** Frames that somebody had already. */
  readonly duplicates: number;
  readonly postsPerDelivery: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Deliveries, from the start to the last one. */
  readonly perSecond: number;
}

/** The smallest value that so many of a hundred do not exceed (nearest rank). */
export function percentile(values: Iterable<number>, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  return sorted[Math.max(0, Math.ceil(sorted.length * percent / 100) - 1)];
}

export function posterFigures(runs: readonly PosterRun[]): PosterFigures {
  const middle = (of: (run: PosterRun) => number) => rounded(median(runs.map(of)));
  return {
    postsPerSecond: Math.round(median(runs.map(({ posts, wallMs }) => posts / wallMs * 1000))),
    cpuMicrosPerPost: middle(({ posts, cpuMicros }) => cpuMicros / posts),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
  };
}

export function arrivedFigures({ expected, counts, arrivals, start, requests }: Arrived): ArrivedFigures {
  const delivered = expected.filter((id) => (counts.get(id) ?? 0) > 0).length;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const duplicates = [...counts.values()].reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  const waits = Float64Array.from(arrivals, (at) => at - start);
  return {
    expected: expected.length,
    delivered,
    lost: expected.length - delivered,
    duplicates,
    postsPerDelivery: rounded(requests / (all - duplicates), 3),
    p50Ms: Math.round(percentile(waits, 50)),
    p99Ms: Math.round(percentile(waits, 99)),
    perSecond: Math.round(all / percentile(waits, 100) * 1000),
  };
}

export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
