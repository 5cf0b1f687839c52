import * as fc from 'fast-check';
import { readFrame } from '../../../../runtime/chat/protocol/read-frame';

const refusal = (code: string, rest: object = {}) => ({ refusal: { type: 'err', code, ...rest } });

describe('a frame', () => {
  test.each([
    { action: 'hello', v: 1 },
    { action: 'hello', v: 2 },
    { action: 'join', room: 'r1' },
    { action: 'join', room: 'r1', after: 0 },
    { action: 'leave', room: 'R_1-x' },
    { action: 'send', room: 'r1', cid: '7f3a', body: 'hi' },
    { action: 'send', room: 'x'.repeat(64), cid: 'x'.repeat(64), body: '👩‍🚀\u0000\u2028"\\' },
    { action: 'typing', room: 'r1' },
    { action: 'read', room: 'r1', seq: 413 },
    { action: 'history', room: 'r1' },
    { action: 'history', room: 'r1', before: 400, limit: 50 },
    { action: 'history', room: 'r1', after: 999_999_999_999, limit: 100 },
    { action: 'ping' },
  ])('like %j is one', (frame) => {
    expect(readFrame(JSON.stringify(frame))).toEqual({ frame });
  });

  test.each([
    ['hello without a version', { action: 'hello' }],
    ['hello with half a version', { action: 'hello', v: 1.5 }],
    ['hello with a version as a text', { action: 'hello', v: '1' }],
    ['join without a room', { action: 'join' }],
    ['join of null', { action: 'join', room: null }],
    ['join after a negative number', { action: 'join', room: 'r', after: -1 }],
    ['join after more than 12 digits', { action: 'join', room: 'r', after: 1e12 }],
    ['send without a cid', { action: 'send', room: 'r', body: 'hi' }],
    ['send with an empty cid', { action: 'send', room: 'r', cid: '', body: 'hi' }],
    ['send with a key in the cid', { action: 'send', room: 'r', cid: 'a#b', body: 'hi' }],
    ['send with a long cid', { action: 'send', room: 'r', cid: 'x'.repeat(65), body: 'hi' }],
    ['send with an empty body', { action: 'send', room: 'r', cid: 'c', body: '' }],
    ['send with a body that is no text', { action: 'send', room: 'r', cid: 'c', body: { toString: 'x' } }],
    ['send with half a surrogate pair', { action: 'send', room: 'r', cid: 'c', body: 'a\ud800' }],
    ['send as somebody else', { action: 'send', room: 'r', cid: 'c', body: 'hi', from: 'ann' }],
    ['read up to nothing', { action: 'read', room: 'r' }],
    ['read up to half a message', { action: 'read', room: 'r', seq: 1.5 }],
    ['history in both directions', { action: 'history', room: 'r', before: 2, after: 1 }],
    ['history without an end', { action: 'history', room: 'r', limit: 101 }],
    ['history of nothing', { action: 'history', room: 'r', limit: 0 }],
    ['ping with a payload', { action: 'ping', payload: 'x' }],
  ])('like %s is invalid', (_, frame) => {
    const echo = { action: frame.action, ...'room' in frame && frame.room === 'r' && { room: 'r' } };
    expect(readFrame(JSON.stringify(frame))).toEqual(refusal('invalid', echo));
  });

  test.each(['', 'r#1', 'r/1', 'r 1', 'é', 'r\n', 'x'.repeat(65), '__proto__\u0000', '../r'])('with the room %j is invalid, and the room is not repeated', (room) => {
    expect(readFrame(JSON.stringify({ action: 'join', room }))).toEqual(refusal('invalid', { action: 'join' }));
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('with a member %s is invalid, at any depth, and pollutes nothing', (name) => {
    expect(readFrame(`{"action":"join","room":"r","${name}":{"admin":true}}`)).toEqual(refusal('invalid', { action: 'join', room: 'r' }));
    expect(readFrame(`{"action":"send","room":"r","cid":"c","body":{"${name}":{"admin":true}}}`)).toEqual(refusal('invalid', { action: 'send', room: 'r' }));
    expect(readFrame(`{"${name}":{"action":"ping"}}`)).toEqual(refusal('unknown_action'));
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString', 'Join', 'join ', '', 7, null, ['join'], { join: 1 }])('with the action %j has none that is known, and it is not repeated', (action) => {
    expect(readFrame(JSON.stringify({ action, room: 'r' }))).toEqual(refusal('unknown_action', { room: 'r' }));
  });

  test.each(['', ' ', '{', '{"action":"join"', 'null', '7', '"join"', '[]', '[{"action":"ping"}]', 'NaN', '{"action":"ping"}{}', '\u0000', '\ufeff{"action":"ping"}'])(
    'like %j is malformed', (text) => {
      expect(readFrame(text)).toEqual(refusal('malformed'));
    },
  );

  test('that is deep is refused like any other', () => {
    expect(readFrame('['.repeat(130_000))).toEqual(refusal('malformed'));
    expect(readFrame(`${'['.repeat(60_000)}${']'.repeat(60_000)}`)).toEqual(refusal('malformed'));
    expect(readFrame(`{"action":"ping","a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`)).toEqual(refusal('invalid', { action: 'ping' }));
  });

  test('of 128 KB is read, and one byte more is not', () => {
    const frame = (bytes: number) => `{"action":"ping"${' '.repeat(bytes - 17)}}`;
    expect(readFrame(frame(131_072))).toEqual({ frame: { action: 'ping' } });
    expect(readFrame(frame(131_073))).toEqual(refusal('too_long'));
    expect(readFrame('€'.repeat(43_691))).toEqual(refusal('too_long'));
  });
});

test('whatever a text is, it is read without throwing, and a refusal holds nothing but code, action and room', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.object({ withBigInt: false }).map((value) => JSON.stringify(value) ?? ''));
  fc.assert(fc.property(texts, (text) => {
    const what = readFrame(text);
    if ('refusal' in what) expect(['type', 'code', 'action', 'room']).toEqual(expect.arrayContaining(Object.keys(what.refusal)));
  }), { numRuns: 2_000 });
});
