import { newMemberOf, newRoomOf, roomOf } from './http/input';
import { Route } from './http/route';
import { Directory, invite } from './rooms/invitation';
import { Chat, makeRoom, membersOf, roomsOf } from './rooms/rooms';

/** `GET /rooms`: mine. */
export function listRooms(chat: Chat): Route {
  return async ({ user }) => ({ status: 200, body: { rooms: await roomsOf(user, chat) } });
}

/** `POST /rooms`: a new one, with me in it. */
export function createRoom(chat: Chat): Route {
  return async (request) => ({ status: 201, body: await makeRoom(newRoomOf(request), request.user, chat) });
}

/** `GET /rooms/{room}/members` */
export function listMembers(chat: Chat): Route {
  return async (request) => ({ status: 200, body: { members: await membersOf(roomOf(request), request.user, chat) } });
}

/** `POST /rooms/{room}/members`: 200 instead of 201 when they are a member already. */
export function addMember(chat: Chat, directory: Directory): Route {
  return async (request) => {
    const { member, isNew } = await invite({ user: newMemberOf(request), room: roomOf(request), by: request.user }, chat, directory);
    return { status: isNew ? 201 : 200, body: member };
  };
}
