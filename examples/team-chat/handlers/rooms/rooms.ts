import type { ChatServer } from 'cdk-gatehouse/chat-server';
import { Refusal } from './refusal';

/** What the handlers need of the chat. Whether a connection may join a room, the chat itself looks up. */
export type Chat = Pick<ChatServer, 'createRoom' | 'addMember' | 'membersOf' | 'roomsOf' | 'publish' | 'publishToUser'>;

export interface RoomEntry { readonly room: string; readonly role: string }
export interface MemberEntry { readonly user: string; readonly role: string }

/** What a member of a room is when nothing else was said. */
const ROLE = 'member';

export async function roomsOf(user: string, chat: Chat): Promise<readonly RoomEntry[]> {
  const rooms = await chat.roomsOf(user);
  return rooms.map(({ room, role }) => ({ room, role })).sort((one, other) => one.room.localeCompare(other.room));
}

/** Its name is its id. A fault between the room and its first member leaves a name that nobody can use, and no room that somebody else gets into. */
export async function makeRoom(room: string, user: string, chat: Chat): Promise<RoomEntry> {
  const made = await chat.createRoom(room, { members: [{ user, role: ROLE }] });
  if (!made) throw new Refusal(409, 'ROOM_EXISTS', `there is a room called ${room} already; choose another name`);
  await chat.publish(room, { body: `${user} made this room` });
  return { room, role: ROLE };
}

/** For a member. Everybody else gets the same answer whether there is such a room or not. */
export async function membersOf(room: string, user: string, chat: Chat): Promise<readonly MemberEntry[]> {
  const members = await chat.membersOf(room);
  if (!members.some((member) => member.user === user)) throw new Refusal(404, 'ROOM_NOT_FOUND', `you have no room called ${room}`);
  return members.map(({ user: name, role }) => ({ user: name, role })).sort((one, other) => one.user.localeCompare(other.user));
}
