import { validate } from './frame-validators';
import type { ClientFrame, ErrorCode, Refusal } from './frames';
import { MESSAGE_BYTES, ROOM_PATTERN } from './limits';
import { FRAME_SCHEMAS } from './schemas';

/** What a text of a client is: a frame, or what to answer. */
export type ReadFrame = { readonly frame: ClientFrame } | { readonly refusal: Refusal };

type Fields = Readonly<Record<string, unknown>>;

const ACTIONS: ReadonlySet<unknown> = new Set(Object.keys(FRAME_SCHEMAS));
const ROOM = new RegExp(ROOM_PATTERN);

/**
 * Reads what came over the socket. Never throws, whatever it is; an answer repeats the action, if it is one, and the room, if it could be one,
 * and nothing else of it.
 */
export function readFrame(text: string): ReadFrame {
  if (Buffer.byteLength(text) > MESSAGE_BYTES) return refused('too_long');
  const value = parsed(text);
  if (!isObject(value)) return refused('malformed');
  if (!ACTIONS.has(value.action)) return refused('unknown_action', value);
  return validate(value) ? { frame: value } : refused('invalid', value);
}

/** `undefined` for what is not JSON, too deep included. What an object in it calls `__proto__` is a member like any other: no schema has it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(code: ErrorCode, { action, room }: Fields = {}): ReadFrame {
  return {
    refusal: {
      type: 'err',
      code,
      ...typeof action === 'string' && ACTIONS.has(action) && { action },
      ...typeof room === 'string' && ROOM.test(room) && { room },
    },
  };
}
