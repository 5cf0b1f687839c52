import { CHAT_METRICS } from '../../../lib/chat/chat-contract';
import { log } from '../../shared/log';
import type { Present } from '../ports';
import { inTasks } from './plan';
import type { DeliveryPorts } from './ports';
import { Posted, postAll } from './post-all';
import { sweep } from './sweep';
import type { Frames, RoomTask, ShardTask, UserTask } from './task';

/** What is posted and no more. */
export type FrameTask = ShardTask | RoomTask | UserTask;

/** How often what is left may be no less than before until it is given up. */
const TRIES = 6;
/** Seconds, at most, until it is tried again. */
const LONGEST_PAUSE = 60;
/** Connections that are named in one task: 20 KB. */
const NAMES = 1_000;

/** Post the frames of a task to these connections, as far as it is for them, and see to what comes of it. */
export async function handOut(task: FrameTask, present: readonly Present[], ports: DeliveryPorts): Promise<void> {
  const to = addressees(task, present);
  if (to.length === 0) return;
  const posted = await postAll({ to, frames: task.frames, until: task.until }, ports);
  measure(task, to.length, { posted, ports });
  if (posted.left.length > 0) await handBack(task, { left: posted.left, of: to.length }, ports);
  await sweep(posted.gone, ports);
}

export function isLate({ until = Infinity }: Frames, now: number): boolean {
  return now > until;
}

/** Each of them once: a connection that changed its shard can be found in both. */
function addressees({ except, only }: Frames, present: readonly Present[]): Present[] {
  const wanted = only && new Set(only);
  const byId = new Map(present.map((one) => [one.id, one]));
  return [...byId.values()].filter(({ id }) => id !== except && (!wanted || wanted.has(id)));
}

/** Those who are left, of how many. */
interface LeftOver { readonly left: readonly Present[]; readonly of: number }

/**
 * What is left becomes smaller tasks. As long as they become fewer it goes on; then it waits longer and longer, and not for ever. That a frame
 * arrived is not enough: whoever cannot take the second of two would be sent the first one again and again.
 */
async function handBack(task: FrameTask, { left, of }: LeftOver, { tasks, metrics }: DeliveryPorts): Promise<void> {
  const tries = (task.tries ?? 0) + (left.length < of ? 0 : 1);
  if (tries >= TRIES) {
    metrics.count(CHAT_METRICS.failed, left.length);
    log('error', 'connections were given up: they could not be reached', { connections: left.length });
    return;
  }
  const ids = left.map(({ id }) => id);
  const parts: FrameTask[] = [];
  for (let start = 0; start < ids.length; start += NAMES) parts.push({ ...task, only: ids.slice(start, start + NAMES), tries });
  await tasks.put(parts.flatMap((part) => inTasks(part)), Math.min(LONGEST_PAUSE, 2 ** tries));
}

interface Measured { readonly posted: Posted; readonly ports: DeliveryPorts }

/** What is not stored has another kind of time: it may be as old as the moment it was written. */
const isStored = ({ until }: Frames): boolean => until === undefined;

function measure(task: Frames, addressed: number, { posted, ports: { metrics, now } }: Measured): void {
  metrics.count(CHAT_METRICS.delivered, posted.delivered);
  metrics.count(CHAT_METRICS.throttled, posted.throttled);
  metrics.count(CHAT_METRICS.gone, posted.gone.length);
  metrics.count(CHAT_METRICS.failed, posted.givenUp.length);
  metrics.times(CHAT_METRICS.fanOut, [addressed]);
  if (posted.delivered > 0 && isStored(task)) metrics.times(CHAT_METRICS.latency, [now() - task.at]);
}
