import { randomUUID } from 'node:crypto';
import type {
  ChatDirectMessage, ChatHistoryOptions, ChatHistoryPage, ChatMember, ChatMemberState, ChatPublication, ChatRoomOfUser, ChatRoomOptions, ChatServer,
} from './chat-server';
import { checkedCid, checkedDraft, checkedHistory, checkedRole, checkedRoom, checkedSender, checkedSeq, checkedUser } from './checked';
import { add, MemberPorts, remove } from './members';
import { historyPage } from '../actions/history';
import { frameText } from '../fan-out/task';
import type { Messages } from '../ports';
import type { ChatMessage } from '../protocol/frames';

export interface BackendPorts extends MemberPorts { readonly messages: Messages }

const DEFAULT_ROLE = 'member';
/** The server itself: no user has an empty name. */
const SERVER = '';

/** See ChatServer. What is wrong with the input is said before anything is done. */
export class Backend implements ChatServer {
  constructor(private readonly ports: BackendPorts) {}

  public async createRoom(room: string, { members = [] }: ChatRoomOptions = {}): Promise<boolean> {
    checkedRoom(room);
    const all = members.map((member) => memberOf(room, member));
    if (!await this.ports.rooms.create(room)) return false;
    // One after the other: how many there are is not known here, and a table takes only so much at once.
    for (const member of all) await add(member, this.ports);
    return true;
  }

  public async addMember(room: string, member: ChatMember): Promise<void> {
    const checked = memberOf(room, member);
    await this.mustExist(room);
    await add(checked, this.ports);
  }

  public async removeMember(room: string, user: string): Promise<void> {
    await remove(checkedRoom(room), checkedUser(user), this.ports);
  }

  public async membersOf(room: string): Promise<readonly ChatMemberState[]> {
    const members = await this.ports.rooms.membersOf(checkedRoom(room));
    return members.map(({ user, role, lastRead }) => ({ user, role, lastRead }));
  }

  public async roomsOf(user: string): Promise<readonly ChatRoomOfUser[]> {
    return this.ports.rooms.roomsOfUser(checkedUser(user));
  }

  public async publish(room: string, { body, from = SERVER, cid }: ChatPublication): Promise<ChatMessage> {
    // Whoever names it may run twice: then a second number would be taken, which no message ever has, and for which readers would wait.
    const named = cid === undefined ? { cid: randomUUID() } : { cid: checkedCid(cid), again: true };
    const draft = checkedDraft({ room: checkedRoom(room), from: checkedSender(from), body, ...named });
    await this.mustExist(room);
    return (await this.ports.messages.store(draft)).message;
  }

  public async publishToUser(user: string, { body, from = SERVER }: ChatDirectMessage): Promise<void> {
    const draft = checkedDraft({ room: '', from: checkedSender(from), cid: randomUUID(), body });
    const at = this.ports.now();
    const frame = frameText({ type: 'direct', id: draft.cid, from, ts: at, body });
    await this.ports.tasks.put([{ kind: 'user', user: checkedUser(user), frames: [frame], at }]);
  }

  public async redact(room: string, seq: number): Promise<boolean> {
    return this.ports.messages.redact(checkedRoom(room), checkedSeq(seq));
  }

  public async history(room: string, options: ChatHistoryOptions = {}): Promise<ChatHistoryPage> {
    const page = await historyPage({ room: checkedRoom(room), ...checkedHistory(options) }, this.ports);
    if (!page) throw new NoSuchRoom(room);
    return { items: page.items, ...page.next !== undefined && { next: page.next } };
  }

  public async disconnectUser(user: string): Promise<void> {
    await this.ports.tasks.put([{ kind: 'close', user: checkedUser(user), frames: [frameText({ type: 'bye', code: 'banned' })], at: this.ports.now() }]);
  }

  private async mustExist(room: string): Promise<void> {
    if (!await this.ports.rooms.find(room)) throw new NoSuchRoom(room);
  }
}

function memberOf(room: string, { user, role = DEFAULT_ROLE }: ChatMember) {
  return { room: checkedRoom(room), user: checkedUser(user), role: checkedRole(role) };
}

class NoSuchRoom extends Error {
  public override readonly name = 'NoSuchRoom';

  constructor(room: string) {
    super(`there is no room "${room}": make it first, with createRoom`);
  }
}
