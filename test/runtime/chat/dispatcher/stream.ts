import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { StreamRecord } from '../../../../runtime/chat/dispatcher/stream-record';
import type { ChatMessage } from '../../../../runtime/chat/protocol/frames';
import { messageKey } from '../../../../runtime/chat/store/keys';
import { messageRow, voidRow } from '../../../../runtime/chat/store/message-row';

/** As long as those of AWS are. */
let last = 800_000_000_003_126_276_362n;

export function message(seq: number, rest: Partial<ChatMessage> = {}): ChatMessage {
  return { seq, id: `id-${seq}`, from: 'alice', cid: `c${seq}`, ts: 1_750_000_000_000, body: `body ${seq}`, ...rest };
}

function imageOf(row: object): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(row).map(([name, value]): [string, AttributeValue] => {
    if (typeof value === 'boolean') return [name, { BOOL: value }];
    return [name, typeof value === 'number' ? { N: String(value) } : { S: String(value) }];
  }));
}

/** A record as the stream of the table has it. */
export function recordOf(eventName: string, row: { readonly pk: string; readonly sk: string }): StreamRecord {
  last += 1n;
  const { pk, sk } = row;
  return { eventName, dynamodb: { SequenceNumber: String(last), Keys: imageOf({ pk, sk }), NewImage: imageOf(row) } };
}

/** A message was stored. */
export function said(room: string, seq: number, rest: Partial<ChatMessage> = {}): StreamRecord {
  return recordOf('INSERT', { ...messageKey(room, seq), ...messageRow(room, message(seq, rest), 30) });
}

/** The body of a message was taken away. */
export function redacted(room: string, seq: number): StreamRecord {
  return recordOf('MODIFY', { ...messageKey(room, seq), ...messageRow(room, message(seq, { body: '', redacted: true }), 30) });
}

/** A place in which there will be no message. */
export function voided(room: string, seq: number): StreamRecord {
  return recordOf('INSERT', { ...messageKey(room, seq), ...voidRow(room, seq, 0) });
}

export function sequenceNumber(record: StreamRecord): string {
  return record.dynamodb?.SequenceNumber ?? '';
}
