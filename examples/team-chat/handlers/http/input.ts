import { Request } from './route';
import { Refusal } from '../rooms/refusal';

/** HTTP APIs check nothing of a body, so the handlers do. */
const ROOM = /^[A-Za-z0-9_-]{1,64}$/;
/** As Cognito has user names, 128 characters at most; the chat keeps 512 bytes. */
const USER = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const USER_BYTES = 512;

/** A room that cannot exist is simply not found. */
export function roomOf({ path: { room = '' } }: Request): string {
  if (!ROOM.test(room)) throw new Refusal(404, 'ROOM_NOT_FOUND', 'you have no such room');
  return room;
}

/** `{"name": "…"}` */
export function newRoomOf(request: Request): string {
  const name = fieldOf(request, 'name');
  if (!ROOM.test(name)) throw new Refusal(400, 'BAD_ROOM_NAME', 'a room is called by letters, digits, - and _, 64 of them at most');
  return name;
}

/** `{"user": "…"}` */
export function newMemberOf(request: Request): string {
  const user = fieldOf(request, 'user');
  if (!USER.test(user) || Buffer.byteLength(user) > USER_BYTES) throw new Refusal(400, 'BAD_USER_NAME', 'a user name has no spaces, and 128 characters at most');
  return user;
}

/** The one text the body holds, and nothing else. */
function fieldOf({ body }: Request, name: string): string {
  const given = parsed(body);
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given);
  const [[key, value] = [], ...others] = isRecord ? Object.entries(given) as [string, unknown][] : [];
  if (key !== name || typeof value !== 'string' || others.length > 0) throw new Refusal(400, 'BAD_REQUEST_BODY', `send {"${name}": "…"}, and nothing else`);
  return value;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
