import { isDeepStrictEqual } from 'util';
import { Failure } from './failure';
import { Removal, REMOVALS } from './removals';
import { references, released, Resource, Resources, Template } from './template';

/** A resource that was taken out, or simplified. */
export interface Removed {
  readonly logicalId: string;
  readonly removal: Removal;
}

export interface Stripped {
  readonly template: Template;
  readonly removed: readonly Removed[];
}

/** The template without what is listed. Whatever refers to a removed resource must be listed too: nothing disappears by the way. */
export function strip(template: Template, removals: readonly Removal[] = REMOVALS): Stripped {
  const removed = Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    return removals.filter((removal) => concerns(removal, resource)).map((removal) => ({ logicalId, removal }));
  });
  const stripped: Template = { ...template, Resources: without(template.Resources, removed) };
  const dangling = references(stripped).find((logicalId) => template.Resources[logicalId] && !stripped.Resources[logicalId]);
  if (dangling) throw new Failure(`${dangling} is removed, but something that stays refers to it`);
  return { template: stripped, removed };
}

/** Entries that no template needed: the list is longer than it must be. */
export function unneeded(removed: readonly Removed[], removals: readonly Removal[] = REMOVALS): Removal[] {
  return removals.filter((removal) => !removed.some((one) => one.removal === removal));
}

function concerns({ type, path }: Removal, { Type, Properties }: Resource): boolean {
  return Type === type && (path === undefined || !isDeepStrictEqual(Properties, pruned(Properties, path.split('/'))));
}

function without(resources: Resources, removed: readonly Removed[]): Resources {
  const gone = new Set(removed.filter(({ removal }) => removal.path === undefined).map(({ logicalId }) => logicalId));
  const kept = Object.entries(resources).filter(([logicalId]) => !gone.has(logicalId));
  return Object.fromEntries(kept.map(([logicalId, resource]) => {
    const mine = removed.filter((one) => one.logicalId === logicalId).map(({ removal }) => removal);
    return [logicalId, mine.reduce(simplified, released(resource, gone))];
  }));
}

function simplified(resource: Resource, { path = '', instead }: Removal): Resource {
  const rest = pruned(resource.Properties, path.split('/'));
  return { ...resource, Properties: { ...rest, ...instead } };
}

/** The value without what is at the end of the path. */
function pruned<T>(value: T, [step, ...further]: readonly string[]): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (step === '*' ? value.map((element: unknown) => pruned(element, further)) : value) as T;
  const entries = Object.entries(value).filter(([name]) => name !== step || further.length > 0);
  return Object.fromEntries(entries.map(([name, inner]: [string, unknown]) => [name, name === step ? pruned(inner, further) : inner])) as T;
}
