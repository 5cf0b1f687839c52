import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { CONNECTION_SECONDS } from './keys';

/** What a table holds: read as strictly as a message from outside. */
export type Row = Readonly<Record<string, unknown>>;

/** Times to live are whole seconds. */
export const seconds = (millis: number): number => Math.floor(millis / 1000);
export const connectionTtl = (now: number): number => seconds(now) + CONNECTION_SECONDS;

/** DynamoDB takes days to delete what has run out; until then it is as good as gone. Rows without a time live for ever. */
export function alive({ ttl }: Row, now: number): boolean {
  return ttl === undefined || Number(ttl) > seconds(now);
}

/** A row as streams and refusals bring it. Those of this table that are looked at there have texts, numbers and truths only. */
export function plainRow(image: Readonly<Record<string, AttributeValue>>): Row {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plain(value)]));
}

function plain({ S, N, BOOL }: AttributeValue): unknown {
  return N === undefined ? S ?? BOOL : Number(N);
}
