import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { MESSAGE_PREFIX } from '../../../lib/chat/chat-contract';
import type { StreamMessage } from '../fan-out/dispatch';
import { roomOfMessage } from '../store/keys';
import { messageFrom } from '../store/message-row';
import { plainRow } from '../store/row';

/** What a stream of DynamoDB tells of one change, to functions and to whoever reads it by hand, as far as we look at it. */
export interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly Keys?: Image;
    readonly NewImage?: Image;
  };
}

type Image = Readonly<Record<string, AttributeValue>>;

/** A message that is not like those we store. It must not be passed over: somebody has to see it. */
export class UnreadableRecord extends Error {
  public override readonly name = 'UnreadableRecord';
}

/** The message that was stored or changed. Nothing for other rows, for rows that were deleted, and for places that stay empty. */
export function messageIn({ eventName, dynamodb }: StreamRecord): StreamMessage | undefined {
  const pk = dynamodb?.Keys?.pk?.S;
  if (pk === undefined) throw new UnreadableRecord('a record without a key');
  if (!pk.startsWith(MESSAGE_PREFIX) || eventName === 'REMOVE') return undefined;
  const row = plainRow(dynamodb?.NewImage ?? {});
  if (row.void) return undefined;
  const message = messageFrom(row);
  const isWhole = message && Number.isSafeInteger(message.seq) && typeof row.id === 'string' && typeof row.body === 'string';
  if (!isWhole) throw new UnreadableRecord('a message that is not whole');
  return { room: roomOfMessage(pk), message, isNew: eventName === 'INSERT' };
}
