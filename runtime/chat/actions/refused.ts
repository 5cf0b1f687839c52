import type { ClientFrame, ErrorCode, Nack, Refusal } from '../protocol/frames';

/** A `send` is answered by its `cid`, so that the client knows which message it was. */
export function refused(frame: ClientFrame, code: ErrorCode, retryAfterMs?: number): Nack | Refusal {
  const wait = retryAfterMs !== undefined && { retryAfterMs };
  if (frame.action === 'send') return { type: 'nack', cid: frame.cid, room: frame.room, code, ...wait };
  return { type: 'err', code, action: frame.action, ...'room' in frame && { room: frame.room }, ...wait };
}
