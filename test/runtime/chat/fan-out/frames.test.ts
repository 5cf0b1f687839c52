import fc from 'fast-check';
import { framesOf } from '../../../../runtime/chat/fan-out/frames';
import type { ChatMessage } from '../../../../runtime/chat/protocol/frames';

function message(seq: number, body = 'hi'): ChatMessage {
  return { seq, id: `id-${seq}`, from: 'alice', cid: `c${seq}`, ts: 1_750_000_000_000, body };
}

/** Everything that is in frames, in the order of the frames. */
function told(frames: readonly string[]): ChatMessage[] {
  return frames.map((frame) => JSON.parse(frame)).flatMap((frame) => {
    if (frame.type === 'batch') return frame.m;
    const { type, room, ...rest } = frame;
    return type === 'msg' && room === 'r1' ? [rest] : [];
  });
}

describe('the frames of a room', () => {
  test('one message is a msg, several are a batch, oldest first', () => {
    expect(framesOf('r1', { said: [message(7)], redacted: [] }).map((frame) => JSON.parse(frame))).toEqual([{ type: 'msg', room: 'r1', ...message(7) }]);
    expect(framesOf('r1', { said: [message(9), message(8)], redacted: [] }).map((frame) => JSON.parse(frame))).toEqual([
      { type: 'batch', room: 'r1', m: [message(8), message(9)] },
    ]);
  });

  test('a redaction is a frame of its own, after the messages', () => {
    expect(framesOf('r1', { said: [message(7)], redacted: [3] }).map((frame) => JSON.parse(frame).type)).toEqual(['msg', 'redacted']);
  });

  test('a hundred short messages are one frame', () => {
    expect(framesOf('r1', { said: Array.from({ length: 100 }, (_, seq) => message(seq, 'x'.repeat(100))), redacted: [] })).toHaveLength(1);
  });

  test('no frame is over 32 KB, whatever the bodies, and every message that fits into one is in exactly one', () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc.integer({ min: 0, max: 40_000 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 0, max: 9_000 }).map((length) => '\u0001"\\é✓'.repeat(Math.ceil(length / 5))),
    );
    fc.assert(fc.property(fc.array(body, { maxLength: 12 }), (bodies) => {
      const said = bodies.map((text, index) => message(index + 1, text));
      const frames = framesOf('r1', { said, redacted: [] });
      expect(Math.max(0, ...frames.map((frame) => Buffer.byteLength(frame)))).toBeLessThanOrEqual(32 * 1024);
      const fitting = said.filter((one) => Buffer.byteLength(JSON.stringify({ type: 'msg', room: 'r1', ...one })) <= 32 * 1024);
      expect(told(frames)).toEqual(fitting);
    }), { numRuns: 200 });
  });
});
