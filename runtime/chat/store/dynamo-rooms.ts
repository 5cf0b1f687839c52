import type { Member, Now, Room, Rooms } from '../ports';
import { CONNECTION_SECONDS, MEMBER_PREFIX, ROOM_PREFIX, memberKey, presenceKey, roomKey, roomPk, userPk, userRoomKey } from './keys';
import type { Epoch } from './keys';
import { seconds } from './row';
import type { Row } from './row';
import { Table } from './table';
import type { TableProps } from './table';

/** An epoch that is over, and since when, in milliseconds since 1970. */
interface OldEpoch extends Epoch { readonly at: number }

/** As long as a big room waits between two numbers: nobody else's turn comes in between. */
const SOON_MS = 15_000;

/** A turn that is over for so long may be forgotten. */
const TURN_SECONDS = 3_600;

/** Rooms and members in the table of the chat. */
export class DynamoRooms implements Rooms {
  private readonly table: Table;
  private readonly now: Now;

  constructor(props: TableProps) {
    this.table = new Table(props);
    this.now = props.now;
  }

  async create(room: string): Promise<boolean> {
    return (await this.table.insert({ ...roomKey(room), seq: 0, epoch: 1, shards: 1, older: [], createdAt: this.now() })).done;
  }

  /** `live` has the current epoch, too, in front. */
  async find(room: string): Promise<Room | undefined> {
    const row = await this.table.get(roomKey(room));
    if (!row) return undefined;
    const current = epochOf(row);
    const live = [current, ...this.livingOf(row).map(({ epoch, shards }) => ({ epoch, shards }))];
    return { room, seq: Number(row.seq), current, live };
  }

  async grow(room: string, from: Epoch): Promise<void> {
    const row = await this.table.get(roomKey(room));
    if (!row || row.epoch !== from.epoch) return;
    const { epoch, shards } = epochOf(row);
    const older: readonly OldEpoch[] = [{ epoch, shards, at: this.now() }, ...this.livingOf(row)];
    await this.table.update(roomKey(room), {
      set: 'SET #epoch = :next, #shards = :shards, #older = :older',
      when: '#epoch = :epoch',
      values: { epoch, next: epoch + 1, shards: shards * 2, older },
    });
  }

  /** The member first, for it is what counts. Adding somebody again changes the role and nothing else. */
  async addMember({ room, user, role, lastRead }: Member): Promise<void> {
    await this.table.upsert(memberKey(room, user), 'SET #role = :role, #lastRead = if_not_exists(#lastRead, :lastRead)', { role, lastRead });
    await this.table.upsert(userRoomKey(user, room), 'SET #role = :role, #joinedAt = if_not_exists(#joinedAt, :now)', { role, now: this.now() });
  }

  async removeMember(room: string, user: string): Promise<void> {
    await this.table.delete(memberKey(room, user));
    await this.table.delete(userRoomKey(user, room));
  }

  async member(room: string, user: string): Promise<Member | undefined> {
    const row = await this.table.get(memberKey(room, user));
    return row && memberOf(room, row);
  }

  async membersOf(room: string): Promise<readonly Member[]> {
    const rows = await this.table.all({ pk: roomPk(room), where: 'begins_with(#sk, :prefix)', values: { prefix: MEMBER_PREFIX } });
    return rows.map((row) => memberOf(room, row));
  }

  async roomsOfUser(user: string): Promise<readonly { readonly room: string; readonly role: string }[]> {
    const rows = await this.table.all({ pk: userPk(user), where: 'begins_with(#sk, :prefix)', values: { prefix: ROOM_PREFIX } });
    return rows.map(({ sk, role }) => ({ room: String(sk).slice(ROOM_PREFIX.length), role: String(role) }));
  }

  async markRead(room: string, user: string, seq: number): Promise<boolean> {
    const change = { set: 'SET #lastRead = :seq', when: 'attribute_exists(#pk) AND #lastRead < :seq', values: { seq } };
    return (await this.table.update(memberKey(room, user), change)).done;
  }

  /** A turn that comes at `at` or soon after tells what there is to tell; one that comes much later is no reason to wait for it. */
  async takePresenceTurn(room: string, at: number): Promise<boolean> {
    const when = 'attribute_not_exists(#pk) OR #presenceAt <= :now OR #presenceAt > :late';
    const values = { at, now: this.now(), late: at + SOON_MS, ttl: seconds(at) + TURN_SECONDS };
    return (await this.table.update(presenceKey(room), { set: 'SET #presenceAt = :at, #ttl = :ttl', when, values })).done;
  }

  private livingOf({ older = [] }: Row): readonly OldEpoch[] {
    const gone = this.now() - CONNECTION_SECONDS * 1000;
    return (older as readonly OldEpoch[]).filter(({ at }) => at > gone);
  }
}

const epochOf = ({ epoch, shards }: Row): Epoch => ({ epoch: Number(epoch), shards: Number(shards) });

function memberOf(room: string, { sk, role, lastRead }: Row): Member {
  return { room, user: String(sk).slice(MEMBER_PREFIX.length), role: String(role), lastRead: Number(lastRead) };
}
