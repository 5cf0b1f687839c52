import { createHash } from 'node:crypto';
import type { ChatLimitValues } from '../../../../lib/chat/chat-contract';
import type { ActionPorts, Answer, Caller } from '../../../../runtime/chat/actions/action';
import { handle } from '../../../../runtime/chat/actions/handle';
import { NO_MODERATOR } from '../../../../runtime/chat/actions/moderator';
import type { Task } from '../../../../runtime/chat/fan-out/task';
import type {
  Callback, Connection, Draft, Exceeded, Member, Messages, Metrics, NewSubscription, PostOutcome, Present, Range, Rate, Registry, Room, Rooms, Stored,
  Subscription, Tasks,
} from '../../../../runtime/chat/ports';
import type { ChatMessage, ClientFrame } from '../../../../runtime/chat/protocol/frames';

export const LIMITS: ChatLimitValues = {
  bodyBytes: 16 * 1024, framesPerSecond: 5, frameBurst: 10, violations: 3, roomsPerConnection: 50, connectionsPerUser: 5, retentionDays: 30,
};

const MINUTE = 60_000;

/** What is kept: in memory, or in a table. */
export type Store = Pick<ActionPorts, 'registry' | 'rooms' | 'messages'>;

/** The world of the actions: a clock by hand, and everything that left through the ports. */
export class MemoryWorld {
  public time = 1_750_000_000_000;
  public readonly now: () => number;
  public readonly store: Store;
  public readonly callback = new MemoryCallback();
  public readonly tasks = new MemoryTasks();
  public readonly metrics = new MemoryMetrics();

  constructor(store: (now: () => number) => Store = memoryStore) {
    this.now = () => this.time;
    this.store = store(this.now);
  }

  public ports(overrides: Partial<ActionPorts> = {}): ActionPorts {
    const { store, callback, tasks, metrics, now } = this;
    return { ...store, moderator: NO_MODERATOR, callback, tasks, metrics, limits: LIMITS, presence: 'members', now, ...overrides };
  }

  /** A room with these members and their roles. */
  public async room(room: string, members: Readonly<Record<string, string>>): Promise<void> {
    await this.store.rooms.create(room);
    for (const [user, role] of Object.entries(members)) await this.store.rooms.addMember({ room, user, role, lastRead: 0 });
  }

  /** A connection of a user, as API Gateway shows it; its frames are handled one after the other. */
  public client(user: string, connection = `${user}-1`, overrides: Partial<ActionPorts> = {}): MemoryClient {
    return new MemoryClient({ user, connection, expiresAt: 0 }, this.ports(overrides));
  }
}

export function memoryStore(now: () => number): Store {
  const rooms = new MemoryRooms(now);
  return { registry: new MemoryRegistry(now), rooms, messages: new MemoryMessages(rooms, now) };
}

/** What a client says, and what it is answered. */
export class MemoryClient {
  constructor(public readonly caller: Caller, private readonly ports: ActionPorts) {}

  public async say(frame: ClientFrame): Promise<Answer> {
    return this.write(JSON.stringify(frame));
  }

  public async write(text: string): Promise<Answer> {
    return handle({ ...this.caller, text }, this.ports);
  }

  /** The same connection, with another end of the proof of who it is: seconds since 1970. */
  public until(expiresAt: number): MemoryClient {
    return new MemoryClient({ ...this.caller, expiresAt }, this.ports);
  }

  /** Says hello and joins. */
  public async enter(...rooms: string[]): Promise<this> {
    await this.say({ action: 'hello', v: 1 });
    for (const room of rooms) await this.say({ action: 'join', room });
    return this;
  }
}

interface Known extends Connection { tat: number; typingAt: number; breaches: number[]; readonly rooms: Map<string, Subscription> }

export class MemoryRegistry implements Registry {
  public readonly connections = new Map<string, Known>();
  private readonly strangers = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  public async register(connection: Connection): Promise<void> {
    if (!this.connections.has(connection.id)) {
      this.connections.set(connection.id, { ...connection, tat: 0, typingAt: -Infinity, breaches: [], rooms: new Map() });
    }
  }

  public async find(id: string): Promise<Connection | undefined> {
    return this.connections.get(id);
  }

  public async takeFrame(id: string, { perSecond, burst }: Rate): Promise<'ok' | 'unknown' | Exceeded> {
    const known = this.connections.get(id);
    if (!known) return 'unknown';
    const interval = 1000 / perSecond;
    const next = Math.max(known.tat, this.now()) + interval;
    const wait = next - this.now() - burst * interval;
    if (wait > 0) {
      known.breaches = [...known.breaches.filter((at) => at > this.now() - MINUTE), this.now()];
      return { retryAfterMs: Math.ceil(wait), violations: known.breaches.length };
    }
    known.tat = next;
    return 'ok';
  }

  public async countStranger(id: string): Promise<number> {
    this.strangers.set(id, (this.strangers.get(id) ?? 0) + 1);
    return this.strangers.get(id) ?? 0;
  }

  public async takeTyping(id: string, everyMs: number): Promise<boolean> {
    const known = this.connections.get(id);
    if (!known || this.now() - known.typingAt < everyMs) return false;
    known.typingAt = this.now();
    return true;
  }

  public async subscribe({ id, user, room, role, epoch }: NewSubscription, maxRooms: number): Promise<Subscription | undefined> {
    const known = this.connections.get(id);
    if (!known || (!known.rooms.has(room) && known.rooms.size >= maxRooms)) return undefined;
    const subscription = { shardKey: `ROOM#${room}#${epoch.epoch}#0`, user, role };
    known.rooms.set(room, subscription);
    return subscription;
  }

  public async unsubscribe(id: string, room: string): Promise<void> {
    this.connections.get(id)?.rooms.delete(room);
  }

  public async changeRole(id: string, room: string, role: string): Promise<void> {
    const rooms = this.connections.get(id)?.rooms;
    const subscription = rooms?.get(room);
    if (subscription) rooms?.set(room, { ...subscription, role });
  }

  public async subscription(id: string, room: string): Promise<Subscription | undefined> {
    return this.connections.get(id)?.rooms.get(room);
  }

  public async roomsOf(id: string): Promise<readonly string[]> {
    return [...this.connections.get(id)?.rooms.keys() ?? []];
  }

  public async forget(ids: readonly string[]): Promise<readonly string[]> {
    const rooms = await Promise.all(ids.map((id) => this.roomsOf(id)));
    ids.forEach((id) => this.connections.delete(id));
    return [...new Set(rooms.flat())];
  }

  public async *connectionsOf(shardKey: string): AsyncGenerator<readonly Present[]> {
    yield [...this.connections.values()].filter(({ rooms }) => [...rooms.values()].some((one) => one.shardKey === shardKey));
  }

  public async connectionsOfUser(user: string): Promise<readonly Present[]> {
    return [...this.connections.values()].filter((one) => one.user === user);
  }
}

export class MemoryRooms implements Rooms {
  public readonly all = new Map<string, { room: Room; presenceAt: number; readonly members: Map<string, Member> }>();

  constructor(private readonly now: () => number) {}

  public async create(room: string): Promise<boolean> {
    if (this.all.has(room)) return false;
    const current = { epoch: 1, shards: 1 };
    this.all.set(room, { room: { room, seq: 0, current, live: [current] }, presenceAt: 0, members: new Map() });
    return true;
  }

  public async find(room: string): Promise<Room | undefined> {
    return this.all.get(room)?.room;
  }

  public async grow(): Promise<void> {}

  public async addMember(member: Member): Promise<void> {
    const members = this.all.get(member.room)?.members;
    members?.set(member.user, { ...member, lastRead: members.get(member.user)?.lastRead ?? member.lastRead });
  }

  public async removeMember(room: string, user: string): Promise<void> {
    this.all.get(room)?.members.delete(user);
  }

  public async member(room: string, user: string): Promise<Member | undefined> {
    return this.all.get(room)?.members.get(user);
  }

  public async membersOf(room: string): Promise<readonly Member[]> {
    return [...this.all.get(room)?.members.values() ?? []];
  }

  public async roomsOfUser(user: string): Promise<readonly { readonly room: string; readonly role: string }[]> {
    return [...this.all.values()].flatMap(({ members }) => members.get(user) ?? []).map(({ room, role }) => ({ room, role }));
  }

  public async markRead(room: string, user: string, seq: number): Promise<boolean> {
    const member = await this.member(room, user);
    if (!member || member.lastRead >= seq) return false;
    this.all.get(room)?.members.set(user, { ...member, lastRead: seq });
    return true;
  }

  public async takePresenceTurn(room: string, at: number): Promise<boolean> {
    const found = this.all.get(room);
    if (!found || (found.presenceAt > this.now() && found.presenceAt <= at + 15_000)) return false;
    found.presenceAt = at;
    return true;
  }

  public nextSeq(room: string): number {
    const found = this.all.get(room);
    if (!found) throw new TypeError(`there is no room ${room}`);
    found.room = { ...found.room, seq: found.room.seq + 1 };
    return found.room.seq;
  }
}

export class MemoryMessages implements Messages {
  private readonly stored = new Map<string, ChatMessage[]>();

  constructor(private readonly rooms: MemoryRooms, private readonly now: () => number) {}

  public async store({ room, from, cid, body }: Draft): Promise<Stored> {
    const before = this.of(room).find((one) => one.from === from && one.cid === cid);
    if (before) return { message: before, duplicate: true };
    const id = createHash('sha256').update(JSON.stringify([room, from, cid])).digest('base64url').slice(0, 22);
    const message = { seq: this.rooms.nextSeq(room), id, from, cid, ts: this.now(), body };
    this.stored.set(room, [...this.of(room), message]);
    return { message, duplicate: false };
  }

  public async page(room: string, range: Range): Promise<readonly ChatMessage[]> {
    return 'after' in range
      ? this.of(room).filter(({ seq }) => seq > range.after).slice(0, range.limit)
      : this.of(room).filter(({ seq }) => seq < range.before).slice(-range.limit);
  }

  public async redact(room: string, seq: number): Promise<boolean> {
    const isThere = this.of(room).some((one) => one.seq === seq);
    this.stored.set(room, this.of(room).map((one) => (one.seq === seq ? { ...one, body: '', redacted: true } : one)));
    return isThere;
  }

  public of(room: string): readonly ChatMessage[] {
    return this.stored.get(room) ?? [];
  }
}

export class MemoryCallback implements Callback {
  public outcome: PostOutcome = 'delivered';
  public readonly calls: ([what: 'post', connection: string, frame: unknown] | [what: 'close', connection: string])[] = [];

  public async post(connection: string, frame: string): Promise<PostOutcome> {
    this.calls.push(['post', connection, JSON.parse(frame)]);
    return this.outcome;
  }

  public async close(connection: string): Promise<void> {
    this.calls.push(['close', connection]);
  }
}

export class MemoryTasks implements Tasks {
  public readonly taken: { readonly task: Task; readonly delaySeconds: number }[] = [];

  public async put(tasks: readonly Task[], delaySeconds = 0): Promise<void> {
    this.taken.push(...tasks.map((task) => ({ task, delaySeconds })));
  }

  public get all(): readonly Task[] {
    return this.taken.map(({ task }) => task);
  }
}

export class MemoryMetrics implements Metrics {
  public readonly counts: Record<string, number> = {};
  public flushes = 0;

  public count(name: string, value: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + value;
  }

  public times(): void {}

  public flush(): void {
    this.flushes += 1;
  }
}
