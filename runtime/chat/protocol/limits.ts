/** What protocol v1 fixes for everybody. */

/** AWS: "WebSocket frame size" is 32 KB: what we send fits into one frame, which is also what one metered message is. */
export const FRAME_BYTES = 32 * 1024;

/** AWS: "Message payload size": the most that a post may hold. */
export const MESSAGE_BYTES = 128 * 1024;

/** Letters, digits, `-` and `_`: nothing that keys, paths or logs need to escape. */
export const ROOM_PATTERN = '^[A-Za-z0-9_-]{1,64}$';
export const CID_PATTERN = '^[A-Za-z0-9_-]{1,64}$';

/** Messages on one page of the history, and what comes with `joined`. A page ends earlier where it would not fit into a frame. */
export const HISTORY_DEFAULT = 50;
export const HISTORY_MAX = 100;

/** Who can be named in one `presence`. */
export const PRESENCE_NAMES = 200;

/** The biggest room, in connections, that is told who is typing. */
export const TYPING_ROOM = 100;
/** One `typing` per connection in this time; more are dropped in silence. */
export const TYPING_EVERY_MS = 3_000;
