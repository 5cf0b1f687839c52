import { SMALL_ROOM } from './deliver';
import { framesOf } from './frames';
import { handOut } from './hand-out';
import { inTasks, shardTasks } from './plan';
import type { DeliveryPorts } from './ports';
import { connectionsOfRoom } from './room-connections';
import type { Frames, RoomTask } from './task';
import type { ChatMessage } from '../protocol/frames';

/** A message as the stream brings it: new, or changed. */
export interface StreamMessage { readonly room: string; readonly message: ChatMessage; readonly isNew: boolean }

/** Seconds of posts that whoever reads the stream makes itself: the records behind it wait. */
const BUSY_SECONDS = 2;

/** Rooms that are served at once, until there are so many that a queue is better. */
export class Allowance {
  private posts: number;

  constructor({ pace }: Pick<DeliveryPorts, 'pace'>) {
    this.posts = pace.perSecond * BUSY_SECONDS;
  }

  /** Whether so many may still be made. */
  public take(posts: number): boolean {
    if (posts > this.posts) return false;
    this.posts -= posts;
    return true;
  }
}

export interface DispatchPorts extends DeliveryPorts { readonly allowance: Allowance }

/** Tell a room what happened in it: all of it together. Rooms that nobody made have nobody in them. */
export async function dispatch(name: string, messages: readonly StreamMessage[], ports: DispatchPorts): Promise<void> {
  const room = await ports.rooms.find(name);
  if (!room) return;
  const frames = framesFor(name, messages, ports.now());
  if (frames.frames.length === 0) return;
  const present = await connectionsOfRoom(room, SMALL_ROOM, ports.registry);
  const task: RoomTask = { kind: 'room', room: name, ...frames };
  if (!present) await ports.tasks.put(shardTasks(room, frames));
  else if (ports.allowance.take(present.length * frames.frames.length)) await handOut(task, present, ports);
  else await ports.tasks.put(inTasks(task));
}

/** A message that was new and then redacted is told once, without its body. */
function framesFor(room: string, messages: readonly StreamMessage[], now: number): Frames {
  const fresh = new Set(messages.filter(({ isNew }) => isNew).map(({ message }) => message.seq));
  const latest = new Map(messages.map(({ message }) => [message.seq, message]));
  const said = [...latest.values()].filter(({ seq }) => fresh.has(seq));
  const redacted = [...latest.values()].filter(({ seq, redacted: taken }) => taken && !fresh.has(seq)).map(({ seq }) => seq);
  return { frames: framesOf(room, { said, redacted }), at: said.length > 0 ? Math.max(...said.map(({ ts }) => ts)) : now };
}
