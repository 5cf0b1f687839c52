import type { Task } from './task';

/** What nobody put into the queue, or another version of us did. */
export class UnreadableTask extends Error {
  public override readonly name = 'UnreadableTask';
}

type Fields = Readonly<Record<string, unknown>>;

/** What a task of each kind must have, besides frames. */
const NEEDED: Readonly<Record<Task['kind'], readonly string[]>> = {
  shard: ['room', 'shardKey'], room: ['room'], user: ['user'], close: ['user'], presence: ['room'],
};

/** A task from the text of a message. Throws UnreadableTask. */
export function readTask(text: string): Task {
  const value = parsed(text);
  if (isTask(value)) return value;
  throw new UnreadableTask('this is no delivery task');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTask(value: unknown): value is Task {
  if (!isFields(value) || typeof value.kind !== 'string' || !Object.hasOwn(NEEDED, value.kind)) return false;
  const { kind } = value as { kind: Task['kind'] };
  return NEEDED[kind].every((name) => typeof value[name] === 'string') && (kind === 'presence' || hasFrames(value));
}

function hasFrames({ frames, at, until, roomOf, except, only, tries }: Fields): boolean {
  return isTexts(frames) && typeof at === 'number' && [until, roomOf, tries].every((number) => number === undefined || typeof number === 'number')
    && (except === undefined || typeof except === 'string') && (only === undefined || isTexts(only));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
