import { MemoryRegistry, MemoryRooms } from './memory-ports';
import { Pace } from '../../../../runtime/chat/fan-out/pace';
import type { DeliveryPorts } from '../../../../runtime/chat/fan-out/ports';
import type { Task } from '../../../../runtime/chat/fan-out/task';
import type { Callback, Metrics, PostOutcome, Present, Registry, Room, Rooms, Tasks } from '../../../../runtime/chat/ports';
import type { ServerFrame } from '../../../../runtime/chat/protocol/frames';
import { Epoch, shardKey, shardOf } from '../../../../runtime/chat/store/keys';

const MINUTE = 60_000;

/** Time that passes only when everybody waits: then at once to when the first of them is woken. */
export class VirtualClock {
  public time = 1_750_000_000_000;
  private readonly sleepers: { readonly at: number; wake(): void }[] = [];
  private isPumping = false;

  public readonly now = (): number => this.time;

  public readonly sleep = (millis: number): Promise<void> => new Promise((wake) => {
    this.sleepers.push({ at: this.time + millis, wake });
    this.pump();
  });

  private pump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    setImmediate(() => {
      this.isPumping = false;
      this.sleepers.sort((one, other) => one.at - other.at);
      const first = this.sleepers.shift();
      if (!first) return;
      this.time = Math.max(this.time, first.at);
      first.wake();
      if (this.sleepers.length > 0) this.pump();
    });
  }
}

/** One frame that arrived. */
export interface Arrival { readonly id: string; readonly frame: string; readonly at: number }

/** API Gateway's side: everybody is there unless something else is said. */
export class WorldCallback implements Callback {
  public readonly arrivals: Arrival[] = [];
  public readonly attempts: { readonly id: string; readonly at: number }[] = [];
  public readonly closed: string[] = [];
  public readonly gone = new Set<string>();
  public readonly slow = new Set<string>();
  public readonly broken = new Set<string>();
  /** The throttle of the account: posts in any second. */
  public limit = Infinity;
  public latency: (id: string) => number;
  private second: number[] = [];

  constructor(private readonly clock: VirtualClock) {
    this.latency = () => 10;
  }

  public async post(id: string, frame: string): Promise<PostOutcome> {
    this.attempts.push({ id, at: this.clock.time });
    const isOver = this.isOverLimit();
    await this.clock.sleep(this.latency(id));
    if (isOver || this.slow.has(id)) return 'throttled';
    if (this.gone.has(id)) return 'gone';
    if (this.broken.has(id)) return 'failed';
    this.arrivals.push({ id, frame, at: this.clock.time });
    return 'delivered';
  }

  public async close(id: string): Promise<void> {
    this.closed.push(id);
    this.gone.add(id);
  }

  public framesOf(id: string): ServerFrame[] {
    return this.arrivals.filter((one) => one.id === id).map(({ frame }) => JSON.parse(frame));
  }

  /** How often each connection was reached. */
  public counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { id } of this.arrivals) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  private isOverLimit(): boolean {
    this.second = this.second.filter((at) => at > this.clock.time - 1_000);
    if (this.second.length >= this.limit) return true;
    this.second.push(this.clock.time);
    return false;
  }
}

/** Connections in shards, which come in pages. */
export class WorldRegistry extends MemoryRegistry {
  public pageSize = 100;
  public readonly shards = new Map<string, Map<string, Present>>();
  public readonly forgotten: string[] = [];

  public place(room: string, present: Present, { epoch, shards }: Epoch): void {
    const key = shardKey(room, epoch, shardOf(present.id, shards));
    const shard = this.shards.get(key) ?? new Map<string, Present>();
    this.shards.set(key, shard.set(present.id, present));
  }

  public override async *connectionsOf(key: string): AsyncGenerator<readonly Present[]> {
    const all = [...this.shards.get(key)?.values() ?? []];
    for (let start = 0; start < all.length; start += this.pageSize) yield all.slice(start, start + this.pageSize);
  }

  public override async connectionsOfUser(user: string): Promise<readonly Present[]> {
    return [...this.shards.values()].flatMap((shard) => [...shard.values()]).filter((one) => one.user === user);
  }

  public override async forget(ids: readonly string[]): Promise<readonly string[]> {
    this.forgotten.push(...ids);
    const keys = [...this.shards].filter(([, shard]) => ids.filter((id) => shard.delete(id)).length > 0).map(([key]) => key);
    return [...new Set(keys.map((key) => key.split('#')[1]))];
  }
}

/** Rooms that can have any number of shards. */
export class WorldRooms extends MemoryRooms {
  public shape(room: string, current: Epoch, older: readonly Epoch[] = []): Room {
    const found = { room, seq: 0, current, live: [current, ...older] };
    this.all.set(room, { room: found, presenceAt: 0, members: new Map() });
    return found;
  }

  public override async grow(room?: string, from?: Epoch): Promise<void> {
    const found = this.all.get(String(room));
    if (!found || found.room.current.epoch !== from?.epoch) return;
    const current = { epoch: from.epoch + 1, shards: from.shards * 2 };
    found.room = { ...found.room, current, live: [current, ...found.room.live] };
  }
}

export class WorldTasks implements Tasks {
  public waiting: { readonly task: Task; readonly delay: number }[] = [];

  public async put(tasks: readonly Task[], delay = 0): Promise<void> {
    this.waiting.push(...tasks.map((task) => ({ task, delay })));
  }

  public get all(): readonly Task[] {
    return this.waiting.map(({ task }) => task);
  }
}

export class WorldMetrics implements Metrics {
  public readonly counts: Record<string, number> = {};
  public readonly values: Record<string, number[]> = {};
  public flushes = 0;

  public count(name: string, value: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + value;
  }

  public times(name: string, millis: readonly number[]): void {
    (this.values[name] ??= []).push(...millis);
  }

  public flush(): void {
    this.flushes += 1;
  }
}

/** Everything delivery needs, in memory, with a clock of its own. */
export class FanOutWorld {
  public readonly clock = new VirtualClock();
  public readonly callback = new WorldCallback(this.clock);
  public readonly registry = new WorldRegistry(this.clock.now);
  public readonly rooms = new WorldRooms(this.clock.now);
  public readonly tasks = new WorldTasks();
  public readonly metrics = new WorldMetrics();
  public readonly pace: Pace;
  /** When the function has to be done. */
  public endsAt = Infinity;

  constructor(perSecond = 1_000) {
    this.pace = new Pace(perSecond, this.clock.now);
  }

  public ports(overrides: Partial<DeliveryPorts & { registry: Registry; rooms: Rooms }> = {}): DeliveryPorts {
    const { callback, registry, rooms, tasks, metrics, pace, clock: { now, sleep } } = this;
    return {
      callback,
      registry,
      rooms,
      tasks,
      metrics,
      pace,
      now,
      sleep,
      presence: 'members',
      random: () => 0.5,
      timeLeft: () => this.endsAt - this.clock.time,
      ...overrides,
    };
  }

  /** A room with so many connections, each of a user of its own, all older than a minute. */
  public room(room: string, connections: number, current: Epoch = { epoch: 1, shards: 1 }): Present[] {
    this.rooms.shape(room, current);
    const everybody = Array.from({ length: connections }, (_, index) => this.present(`${room}-${index}`));
    everybody.forEach((present) => this.registry.place(room, present, current));
    return everybody;
  }

  public present(id: string, user = `user-of-${id}`): Present {
    return { id, user, since: this.clock.time - 2 * MINUTE };
  }
}
