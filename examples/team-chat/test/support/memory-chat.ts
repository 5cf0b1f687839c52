import type { ChatServer } from 'cdk-gatehouse/chat-server';
import { Chat } from '../../handlers/rooms/rooms';

type Published = Awaited<ReturnType<ChatServer['publish']>>;

/** What the handlers need of the chat, kept in memory. It throws where the chat does: in a room that was never made. */
export class MemoryChat implements Chat {
  /** What was said, room by room. */
  readonly said: { room: string; from: string; body: string }[] = [];
  /** What users were told. */
  readonly told: { user: string; body: string }[] = [];
  private readonly rooms = new Map<string, Map<string, string>>();

  async createRoom(room: string, { members = [] }: Parameters<ChatServer['createRoom']>[1] = {}): Promise<boolean> {
    if (this.rooms.has(room)) return false;
    this.rooms.set(room, new Map());
    for (const member of members) await this.addMember(room, member);
    return true;
  }

  async addMember(room: string, { user, role = 'member' }: Parameters<ChatServer['addMember']>[1]): Promise<void> {
    this.found(room).set(user, role);
  }

  async membersOf(room: string): ReturnType<ChatServer['membersOf']> {
    return [...this.rooms.get(room) ?? []].map(([user, role]) => ({ user, role, lastRead: 0 }));
  }

  async roomsOf(user: string): ReturnType<ChatServer['roomsOf']> {
    return [...this.rooms].filter(([, members]) => members.has(user)).map(([room, members]) => ({ room, role: members.get(user) ?? '' }));
  }

  async publish(room: string, { body, from = '', cid = String(this.said.length) }: Parameters<ChatServer['publish']>[1]): Promise<Published> {
    this.found(room);
    const seq = this.said.push({ room, from, body });
    return { seq, id: `id-${seq}`, from, cid, ts: 1_795_248_000_000, body };
  }

  async publishToUser(user: string, { body }: Parameters<ChatServer['publishToUser']>[1]): Promise<void> {
    this.told.push({ user, body });
  }

  private found(room: string): Map<string, string> {
    const members = this.rooms.get(room);
    if (!members) throw new RangeError(`there is no room ${room}`);
    return members;
  }
}
