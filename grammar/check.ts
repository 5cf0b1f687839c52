import { isDeepStrictEqual } from 'node:util';
import { Place } from './place';

/** Looks at one value of a schema and says what is wrong with it. */
export type Check = (value: unknown, at: Place) => string[];

/** A check that is one question with one answer. */
export function must(holds: (value: unknown) => boolean, what: string): Check {
  return (value, at) => (holds(value) ? [] : [`${at.name} must be ${what}, got ${shown(value)}`]);
}

/** A check of every value of an object. */
export function each(check: Check): Check {
  return (value, at) => [
    ...must(isObject, 'an object')(value, at),
    ...Object.entries(isObject(value) ? value : {}).flatMap(([key, item]) => check(item, at.member(key))),
  ];
}

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isCount = (value: unknown): boolean => isNumber(value) && Number.isInteger(value) && value >= 0;
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list with at least one item, in which nothing stands twice. */
export function isSet(value: unknown, holds: (item: unknown) => boolean = () => true): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(holds)
    && value.every((item, index) => value.findIndex((other) => isDeepStrictEqual(other, item)) === index);
}

/** Without the `u` flag, as in the ECMAScript of draft 4's days: an escaped hyphen is fine. */
export function isRegex(value: unknown): boolean {
  try {
    return isText(value) && Boolean(new RegExp(value));
  } catch {
    return false;
  }
}

/** A value in a message: JSON, cut before it hides the sentence. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
