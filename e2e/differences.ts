import { isDeepStrictEqual } from 'util';
import { nameOf, Removal, REMOVALS } from './removals';
import { released, Resource, Template } from './template';

/**
 * What is different between a template and what is deployed of it although no entry of the list says so: there must be nothing.
 * Compares the two by itself, so that it also holds whoever does the removing to the list.
 */
export function unlisted(before: Template, after: Template, removals: readonly Removal[] = REMOVALS): string[] {
  const listed = new Set(removals.flatMap((removal) => [nameOf(removal), ...Object.keys(removal.instead ?? {}).map((name) => `${removal.type}/${name}`)]));
  return [...new Set(differences(before, after))].filter((difference) => !listed.has(difference));
}

/** `<type>` of a resource that is gone, `<type>/<path>` of what changed in one, the path of any other change. */
function differences(before: Template, after: Template): string[] {
  const gone = new Set(Object.keys(before.Resources).filter((logicalId) => !after.Resources[logicalId]));
  const kept = Object.entries(before.Resources).filter(([logicalId]) => !gone.has(logicalId));
  const added = Object.keys(after.Resources).filter((logicalId) => !before.Resources[logicalId]);
  return [
    ...changes({ ...before, Resources: {} }, { ...after, Resources: {} }),
    ...[...gone].map((logicalId) => before.Resources[logicalId].Type),
    ...added.map((logicalId) => `Resources/${logicalId}`),
    ...kept.flatMap(([logicalId, resource]) => changesOf(released(resource, gone), after.Resources[logicalId])),
  ];
}

function changesOf(before: Resource, after: Resource): string[] {
  const elsewhere = changes({ ...before, Properties: {} }, { ...after, Properties: {} }).map((path) => `${path} of ${before.Type}`);
  return [...elsewhere, ...changes(before.Properties ?? {}, after.Properties ?? {}).map((path) => `${before.Type}/${path}`)];
}

/** The paths below which the two differ; `*` stands for any element of a list. */
function changes(before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isNested(before) || !isNested(after) || Array.isArray(before) !== Array.isArray(after)) return [''];
  if (Array.isArray(before) && before.length !== Object.keys(after).length) return [''];
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const step = Array.isArray(before) ? '*' : name;
    return changes(before[name], after[name]).map((path) => path === '' ? step : `${step}/${path}`);
  });
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
