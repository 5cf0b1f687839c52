import type { ChatMessage } from '../../../runtime/chat/protocol/frames';
import { documentClient } from '../../../runtime/chat/store/client';
import { DynamoMessages } from '../../../runtime/chat/store/dynamo-messages';
import { DynamoRooms } from '../../../runtime/chat/store/dynamo-rooms';
import { shuffled } from '../../plan';
import { percentile, rounded } from '../figures';
import type { SendFigures } from '../results';
import { measured, program, times } from './program';

export interface SendsTask {
  readonly table: string;
  readonly room: string;
  readonly messages: number;
  /** So many of the messages are stored twice. */
  readonly duplicates: number;
  readonly atOnce: number;
}

/** Messages are stored by the store itself, some of them twice and at once, and then the table is looked at. */
program(async ({ table, room, messages: count, duplicates, atOnce }: SendsTask): Promise<SendFigures> => {
  const props = { client: documentClient(), table, now: () => Date.now() };
  const messages = new DynamoMessages({ ...props, retentionDays: 30 });
  await new DynamoRooms(props).create(room);
  const cids = Array.from({ length: count }, (_, index) => `cid-${index}`);
  const calls = shuffled([...cids, ...cids.slice(0, duplicates)]);
  const answers: ChatMessage[] = [];
  const waits: number[] = [];
  const { wallMs } = await measured(() => times(calls.length, atOnce, async (index) => {
    const begun = performance.now();
    answers.push((await messages.store({ room, from: 'user-1', cid: calls[index], body: `body of ${calls[index]}` })).message);
    waits.push(performance.now() - begun);
  }));
  const rows = await messages.page(room, { after: 0, limit: calls.length });
  return {
    perSecond: Math.round(calls.length / wallMs * 1000),
    rows: rows.length,
    mismatches: mismatches(rows, answers),
    p50Ms: rounded(percentile(waits, 50)),
  };
});

/** Answers that are not what stands in the table, and rows that nobody was told of or that are there twice. */
function mismatches(rows: readonly ChatMessage[], answers: readonly ChatMessage[]): number {
  const texts = new Set(answers.map((answer) => JSON.stringify(answer)));
  const standing = new Set(rows.map((row) => JSON.stringify(row)));
  const wrong = answers.filter((answer) => !standing.has(JSON.stringify(answer)));
  const extra = rows.length - new Set(rows.map(({ cid }) => cid)).size;
  return wrong.length + extra + [...standing].filter((row) => !texts.has(row)).length;
}
