import { HttpRouteOptions } from './http-route-options';
import { refuse } from '../core/refuse';
import { Backend } from '../routes/backend';
import { OpenApiDocument } from '../routes/openapi-document';

/** Everything that names operations. */
export interface OpenApiNames {
  readonly backends: { readonly [operationId: string]: Backend };
  readonly routes: { readonly [operationId: string]: HttpRouteOptions };
}

/** A value by its name in somebody else's map, where `constructor` may be a name like any other. */
export function memberOf<Value>(map: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** Refuse names that are no operations of the document, with those that were probably meant. */
export function checkNames(document: OpenApiDocument, { backends, routes }: OpenApiNames): void {
  const { operationIds } = document;
  const known = new Set(operationIds);
  const unknown = Object.entries({ backends, routes }).flatMap(([option, map]) => Object.keys(map)
    .filter((name) => !known.has(name))
    .map((name) => `${JSON.stringify(name)} in ${option}${suggestion(name, operationIds)}`));
  if (unknown.length > 0) refuse('openapi-operation-unknown', { document: document._name, given: unknown.join(', ') });
}

/** The nearest name, if it is nearer than a third of the letters. */
function suggestion(given: string, known: string[]): string {
  const [nearest] = known.map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= name.length / 3)
    .sort((one, other) => one.distance - other.distance);
  return nearest ? ` (did you mean ${JSON.stringify(nearest.name)}?)` : '';
}

/** How many letters one has to put in, take out or change (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = [...Array(to.length + 1).keys()];
  for (const letter of from) {
    let diagonal = row[0];
    const next = [diagonal + 1];
    for (let column = 1; column <= to.length; column += 1) {
      next.push(Math.min(row[column] + 1, next[column - 1] + 1, diagonal + (letter === to[column - 1] ? 0 : 1)));
      diagonal = row[column];
    }
    row = next;
  }
  return row[to.length];
}
