import { CID_PATTERN, HISTORY_MAX, ROOM_PATTERN } from './limits';

/** Sequence numbers have 12 digits at most, as the keys of messages do. */
const LAST_SEQ = 999_999_999_999;

const room = { type: 'string', pattern: ROOM_PATTERN } as const;
const seq = { type: 'integer', minimum: 0, maximum: LAST_SEQ } as const;
/** At least one character, and no half of a surrogate pair: UTF-8 has no way to write one, so it would come back as something else. */
const text = { type: 'string', pattern: '^\\P{Cs}+$' } as const;

/** One frame: these fields and no others, so that nothing a frame brings along is ever passed on. */
function frame<Action extends string>(action: Action, properties: object, required: readonly string[], rest: object = {}) {
  return {
    type: 'object', additionalProperties: false, required: ['action', ...required], properties: { action: { const: action }, ...properties }, ...rest,
  } as const;
}

/**
 * What every frame of a client must look like, by its action: JSON schemas of draft 7. How long a body may be is not here: it is a setting of the
 * chat, counted in bytes of UTF-8, and `hello` takes any version so that one that is not spoken can be answered as such.
 */
export const FRAME_SCHEMAS = {
  hello: frame('hello', { v: { type: 'integer' } }, ['v']),
  join: frame('join', { room, after: seq }, ['room']),
  leave: frame('leave', { room }, ['room']),
  send: frame('send', { room, cid: { type: 'string', pattern: CID_PATTERN }, body: text, again: { const: true } }, ['room', 'cid', 'body']),
  typing: frame('typing', { room }, ['room']),
  read: frame('read', { room, seq }, ['room', 'seq']),
  history: frame('history', { room, before: seq, after: seq, limit: { type: 'integer', minimum: 1, maximum: HISTORY_MAX } }, ['room'], {
    not: { required: ['before', 'after'] },
  }),
  ping: frame('ping', {}, []),
} as const;
