import { shardOf } from '../../../runtime/chat/store/keys';
import { connectionId } from '../../../test/fakes/connections-book';
import type { ShardingFigures } from '../results';
import { measured, program } from './program';

export interface ShardsTask { readonly ids: number; readonly shards: number }

/** Which shard each of many connections is written to. */
program(async ({ ids, shards }: ShardsTask): Promise<ShardingFigures> => {
  const spread = Array.from({ length: shards }, (): string[] => []);
  const { wallMs } = await measured(async () => {
    for (let index = 0; index < ids; index += 1) {
      const id = connectionId(index);
      spread[shardOf(id, shards)].push(id);
    }
  });
  return { ids, shards, ms: Math.round(wallMs), megabytes: Math.round(process.resourceUsage().maxRSS / 1000) };
});
