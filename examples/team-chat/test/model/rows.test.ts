import { ChatMessage } from '../../web/model/messages';
import { newRoom, RoomState } from '../../web/model/room';
import { MessageRow, Row, rowsOf } from '../../web/model/rows';

const NOON = new Date(2026, 10, 21, 12).getTime();
const MINUTE = 60_000;

const said = (seq: number, minutes: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  seq, id: `id-${seq}`, from: 'ben', cid: `c${seq}`, ts: NOON + minutes * MINUTE, body: `body ${seq}`, ...more,
});
const room = (more: Partial<RoomState>): RoomState => ({ ...newRoom('lunch'), ...more });
const rows = (more: Partial<RoomState>): Row[] => rowsOf(room(more), 'ada');
const kinds = (all: Row[]) => all.map(({ kind }) => kind);
const messagesIn = (all: Row[]) => all.filter((row): row is MessageRow => row.kind === 'message');

test('every day begins with its date', () => {
  expect(kinds(rows({ messages: [said(1, 0), said(2, 1), said(3, 24 * 60)] }))).toEqual(['day', 'message', 'message', 'day', 'message']);
});

test('what one person says within minutes belongs together', () => {
  const messages = [said(1, 0), said(2, 4), said(3, 10), said(4, 11, { from: 'ada' }), said(5, 12)];
  expect(messagesIn(rows({ messages })).map(({ continued }) => continued)).toEqual([false, true, false, false, false]);
});

test('the line "New" stands before the first message of somebody else that was not read', () => {
  const messages = [said(1, 0), said(2, 1, { from: 'ada' }), said(3, 2), said(4, 3)];
  expect(kinds(rows({ messages, newAfter: 1 }))).toEqual(['day', 'message', 'message', 'new', 'message', 'message']);
  expect(kinds(rows({ messages }))).not.toContain('new');
  expect(kinds(rows({ messages, newAfter: 4 }))).not.toContain('new');
});

test('what the server says of the room is not news', () => {
  const messages = [said(1, 0, { from: '' }), said(2, 1)];
  expect(kinds(rows({ messages, newAfter: 0 }))).toEqual(['day', 'message', 'new', 'message']);
});

test('a message of mine keeps its key while it is sent, so that its row stays', () => {
  const [, sending] = rows({ outgoing: [{ cid: 'mine', body: 'hi', at: NOON }] });
  const [, stored] = rows({ messages: [said(9, 0, { from: 'ada', cid: 'mine' })] });
  expect(stored?.key).toBe(sending?.key);
});

test('two people may use the same id for a message', () => {
  const keys = rows({ messages: [said(1, 0, { cid: 'same' }), said(2, 1, { cid: 'same', from: 'ada' })] }).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
});

test('what is on its way stands at the end, and says how it fares', () => {
  const outgoing = [{ cid: 'a', body: 'one', at: NOON + MINUTE }, { cid: 'b', body: 'two', at: NOON + MINUTE, failed: 'rate' }];
  const all = messagesIn(rows({ messages: [said(1, 0)], outgoing }));
  expect(all.map(({ body, delivery }) => [body, delivery])).toEqual([
    ['body 1', undefined], ['one', { state: 'sending' }], ['two', { state: 'failed', code: 'rate' }],
  ]);
});

test('only the newest of mine says that it was sent, and who has read it', () => {
  const messages = [said(1, 0, { from: 'ada' }), said(2, 1, { from: 'ada' }), said(3, 2)];
  const told = messagesIn(rows({ messages, reads: new Map([['ben', 3], ['cy', 1]]) })).map(({ delivery }) => delivery);
  expect(told).toEqual([undefined, { state: 'sent', readBy: ['ben'] }, undefined]);
});

test('a removed message has no body to show', () => {
  expect(messagesIn(rows({ messages: [said(1, 0, { body: '', redacted: true })] }))).toMatchObject([{ body: '', redacted: true }]);
});
