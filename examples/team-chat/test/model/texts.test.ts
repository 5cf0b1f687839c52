import fc from 'fast-check';
import { BODY_BYTES, bodyOf, budgetOf } from '../../web/model/length';
import { initialsOf, isRoomName, roomNameOf, toneOf } from '../../web/model/names';
import { byeText, closedText, connectionText, deliveryText, isWorthRetrying, presenceText, problemText, typingText } from '../../web/model/sentences';
import { dayName } from '../../web/model/time';

test.each<[string[], string]>([
  [[], ''], [['ben'], 'ben is typing…'], [['ben', 'cy'], 'ben and cy are typing…'], [['ben', 'cy', 'dee'], '3 people are typing…'],
])('who types: %j', (users, text) => {
  expect(typingText(users)).toBe(text);
});

test.each<[Parameters<typeof presenceText>[0], string]>([
  [undefined, 'Members'],
  [{ count: 1, online: ['ada'] }, 'Only you are here'],
  [{ count: 2, online: ['ada', 'ben'] }, 'You and ben are here'],
  [{ count: 3, online: ['ada', 'ben', 'cy'] }, 'You, ben and cy are here'],
  [{ count: 4, online: ['ada', 'ben', 'cy', 'dee'] }, 'You and 3 others are here'],
  [{ count: 1234 }, `${(1234).toLocaleString()} online`],
])('who is there: %j', (present, text) => {
  expect(presenceText(present, 'ada')).toBe(text);
});

test.each<[string[], string]>([[[], 'Sent'], [['ben'], 'Read by ben'], [['ben', 'cy'], 'Read by ben and cy'], [['a', 'b', 'c'], 'Read by 3']])('read by %j', (readBy, text) => {
  expect(deliveryText({ state: 'sent', readBy })).toBe(text);
});

test('whatever the reason, the text says what helps', () => {
  fc.assert(fc.property(fc.string(), (code) => {
    for (const text of [problemText(code), closedText(code), byeText(code)]) expect(text).toMatch(/[A-Z].+\.$/);
  }));
});

test('trying again is offered where it can help', () => {
  expect(['timeout', 'rate', 'unavailable', 'not_joined'].every(isWorthRetrying)).toBe(true);
  expect(['too_long', 'moderated', 'forbidden', 'not_a_member'].some(isWorthRetrying)).toBe(false);
});

test('no network and no answer are told apart', () => {
  expect(connectionText('offline', false)).toContain('You are offline');
  expect(connectionText('offline', true)).toContain('Connection lost');
  expect(connectionText('connecting', true)).toBe('Connecting…');
});

describe('the length of a message', () => {
  test('is counted in bytes of UTF-8, as the server does', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(budgetOf(text).bytes).toBe(Buffer.byteLength(text));
    }));
  });

  test('may be used up to the last byte', () => {
    expect(budgetOf('ü'.repeat(BODY_BYTES / 2))).toMatchObject({ left: 0, near: true, over: false });
    expect(budgetOf('ü'.repeat(BODY_BYTES / 2) + 'x')).toMatchObject({ left: -1, over: true });
    expect(budgetOf('hi')).toMatchObject({ near: false, over: false });
  });

  test.each([['  \n\t ', ''], ['\n\n  code\n', '  code'], ['one\n\ntwo  ', 'one\n\ntwo']])('%j is sent as %j', (text, body) => {
    expect(bodyOf(text)).toBe(body);
  });
});

describe('names', () => {
  test.each([['Team lunch', 'team-lunch'], ['Café & Küche', 'cafe-kuche'], ['  --  ', ''], ['日本', ''], ['Q4/2026', 'q4-2026']])('%j makes a room called %j', (text, room) => {
    expect(roomNameOf(text)).toBe(room);
  });

  test('whatever is written makes a name the server takes, or none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const room = roomNameOf(text);
      expect(room === '' || isRoomName(room)).toBe(true);
    }));
  });

  test.each([['ada', 'AD'], ['grace.hopper', 'GH'], ['x', 'X'], ['jean-luc van damme', 'JD'], ['…', '…']])('%s has the initials %s', (user, initials) => {
    expect(initialsOf(user)).toBe(initials);
  });

  test('everybody has one of the colours, always the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (user) => {
      const tone = toneOf(user, 8);
      expect(Number.isInteger(tone) && tone >= 0 && tone < 8 && tone === toneOf(user, 8)).toBe(true);
    }));
  });
});

describe('days', () => {
  const now = new Date(2026, 10, 21, 9).getTime();
  test.each([
    [new Date(2026, 10, 21, 0, 1), 'Today'], [new Date(2026, 10, 20, 23, 59), 'Yesterday'],
    [new Date(2026, 10, 18), 'Wednesday, November 18'], [new Date(2025, 11, 31), 'Wednesday, December 31, 2025'],
  ])('%s is called %s', (date, name) => {
    expect(dayName(date.getTime(), now, 'en-US')).toBe(name);
  });
});
