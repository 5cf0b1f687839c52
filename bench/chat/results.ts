import { ArrivedFigures, PosterFigures } from './figures';

/** Everything that was measured. The keys up to `sdk` come first in the JSON, in this order and with nothing else in them: others read them. */
export interface ChatResults {
  readonly postsPerSecond: number;
  /** Of one core. */
  readonly cpuMicrosPerPost: number;
  readonly broadcast: Pick<ArrivedFigures, 'expected' | 'delivered' | 'duplicates' | 'p99Ms'>;
  readonly registryReadMs: number;
  readonly paced: Pick<ArrivedFigures, 'lost' | 'postsPerDelivery'>;
  readonly sdk: Pick<PosterFigures, 'postsPerSecond' | 'cpuMicrosPerPost'>;
  readonly latencies: { readonly ours: Latencies; readonly sdk: Latencies };
  readonly fanOut: FanOutFigures;
  readonly sample: SampleFigures;
  readonly pacedPerSecond: number;
  readonly retryStorm: Pick<ArrivedFigures, 'lost' | 'postsPerDelivery'>;
  readonly slowConsumerMs: { readonly ours: number; readonly sdk: number };
  readonly registryWritesPerSecond: number;
  readonly sends: SendFigures;
  readonly sharding: ShardingFigures;
  readonly coldStart: readonly ColdStart[];
  readonly signing: Readonly<Record<SigningWay, SigningFigures>>;
  readonly circumstances: Circumstances;
}

export interface Latencies { readonly p50Ms: number; readonly p99Ms: number }

/** The broadcast again: how it was done. */
export interface FanOutFigures {
  readonly p50Ms: number;
  readonly perSecond: number;
  /** Connections that were gone, and the rows of how many of them were swept. */
  readonly gone: number;
  readonly swept: number;
  /** Connections that were too slow, and how many were given up. */
  readonly slow: number;
  readonly givenUp: number;
  readonly shards: number;
  readonly deliverers: number;
  /** Of the deliverers: reading, posting, sweeping. */
  readonly cpuMicrosPerDelivery: number;
}

/** The same room told the official sample's way. */
export interface SampleFigures {
  readonly expected: number;
  /** When the function ended, as Lambda freezes it then. */
  readonly delivered: number;
  readonly statusCode: number;
  readonly error?: string;
  readonly endedAfterMs: number;
  readonly deletedRows: number;
  /** What it had delivered by the end of everything it had begun, had nobody frozen it. */
  readonly leftRunning: { readonly delivered: number; readonly afterMs: number };
}

export interface SendFigures { readonly perSecond: number; readonly rows: number; readonly mismatches: number; readonly p50Ms: number }
export interface ShardingFigures { readonly ids: number; readonly shards: number; readonly ms: number; readonly megabytes: number }
export interface ColdStart { readonly handler: string; readonly kilobytes: number; readonly loadMs: number }

/** AWS's signer with the hash we give it; with the hash of the SDK's clients; and the least that a signature takes. */
export type SigningWay = 'library' | 'librarySdkHash' | 'handWritten';
export interface SigningFigures { readonly cpuMicros: number }

/** Numbers of another machine are other numbers. */
export interface Circumstances {
  readonly node: string;
  readonly cores: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly runs: number;
}

/** The order of the first keys. */
export const FIRST = ['postsPerSecond', 'cpuMicrosPerPost', 'broadcast', 'registryReadMs', 'paced', 'sdk'] as const;

/** The last line of the output. */
export function resultLine(results: ChatResults): string {
  const { postsPerSecond, cpuMicrosPerPost, broadcast, registryReadMs, paced, sdk, ...rest } = results;
  const first: Pick<ChatResults, (typeof FIRST)[number]> = {
    postsPerSecond,
    cpuMicrosPerPost,
    broadcast: { expected: broadcast.expected, delivered: broadcast.delivered, duplicates: broadcast.duplicates, p99Ms: broadcast.p99Ms },
    registryReadMs,
    paced: { lost: paced.lost, postsPerDelivery: paced.postsPerDelivery },
    sdk: { postsPerSecond: sdk.postsPerSecond, cpuMicrosPerPost: sdk.cpuMicrosPerPost },
  };
  return JSON.stringify({ ...first, ...rest });
}
