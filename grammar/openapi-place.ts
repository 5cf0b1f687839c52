import { isObject } from './check';

/** The way to a value in a document: names of members and numbers of items. */
export type Path = readonly string[];

/** The value at the end of a way, or undefined if there is none. */
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce((value: unknown, name) => (Array.isArray(value) ? value[Number(name)] as unknown : member(value, name)), document);
}

/** A member of what somebody else wrote, which may be called like something every object has. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The members of a value, none if it has none. */
export function membersOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** `paths["/orders"].get.parameters[0]`: the way as one would write it in code. */
export function nameOf(document: unknown, path: Path): string {
  const parts = path.map((name, index) => (Array.isArray(valueAt(document, path.slice(0, index))) ? `[${name}]` : asMember(name)));
  return parts.join('').replace(/^\./, '') || 'the document';
}

/** The way a JSON pointer shows (RFC 6901). */
export function pathOf(pointer: string): Path {
  return pointer.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function asMember(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
