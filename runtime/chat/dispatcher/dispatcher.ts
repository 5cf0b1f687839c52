import { messageIn, StreamRecord } from './stream-record';
import { atOnce } from '../fan-out/at-once';
import { Allowance, dispatch, StreamMessage } from '../fan-out/dispatch';
import type { DeliveryPorts } from '../fan-out/ports';
import { logFailure } from '../shared/failure';

/** What Lambda hands over of a stream. */
export interface StreamEvent { readonly Records: readonly StreamRecord[] }

/** The first record that has to come again; it brings all behind it along. */
export interface StreamAnswer { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }

const ROOMS_AT_ONCE = 8;

/** All news of one room, and where in the batch they begin. */
interface RoomNews { readonly first: number; readonly messages: StreamMessage[] }

/** The function behind the stream of the table. A room that fails does not keep the others from being told. */
export async function dispatchEvent({ Records }: StreamEvent, ports: DeliveryPorts): Promise<StreamAnswer> {
  const failure = await dispatchRecords(Records, ports);
  if (failure === undefined) return { batchItemFailures: [] };
  return { batchItemFailures: [{ itemIdentifier: Records[failure].dynamodb?.SequenceNumber ?? '' }] };
}

/** Tell all rooms their news. Answers with the index of the first record that was not told, if there is one. */
export async function dispatchRecords(records: readonly StreamRecord[], ports: DeliveryPorts): Promise<number | undefined> {
  const failures: number[] = [];
  const fail = (index: number, error: unknown) => {
    failures.push(index);
    logFailure('a message was not handed out', error, { sequenceNumber: records[index].dynamodb?.SequenceNumber });
  };
  const allowance = new Allowance(ports);
  await atOnce(ROOMS_AT_ONCE, [...newsByRoom(records, fail)], async ([room, { first, messages }]) => {
    await dispatch(room, messages, { ...ports, allowance }).catch((error: unknown) => fail(first, error));
  });
  ports.metrics.flush();
  return failures.length > 0 ? Math.min(...failures) : undefined;
}

function newsByRoom(records: readonly StreamRecord[], fail: (index: number, error: unknown) => void): Map<string, RoomNews> {
  const rooms = new Map<string, RoomNews>();
  records.forEach((record, index) => {
    try {
      const message = messageIn(record);
      if (!message) return;
      const news = rooms.get(message.room) ?? { first: index, messages: [] };
      news.messages.push(message);
      rooms.set(message.room, news);
    } catch (error) {
      fail(index, error);
    }
  });
  return rooms;
}
