import type { AlarmBook } from './ports';

/**
 * What speaks against the release, as the end of a sentence; nothing if nothing does. An alarm that is not there speaks against it: nobody would
 * be told. One without data does not: a canary nobody calls is not broken; `minimumRequests` is for that.
 */
export async function objection(names: readonly string[], alarms: AlarmBook): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const found = await alarms.find(names);
  const loud = found.filter(({ state }) => state === 'ALARM');
  if (loud.length > 0) return loud.map(({ name, reason }) => `alarm ${name} is in ALARM (${reason})`).join(', ');
  const known = new Set(found.map(({ name }) => name));
  const missing = names.filter((name) => !known.has(name));
  return missing.length > 0 ? `alarm ${missing.join(', ')} does not exist` : undefined;
}
