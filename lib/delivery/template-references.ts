/** Properties of a resource, or anything in them, with all tokens resolved. */
export type Resolved = unknown;

/** The logical ids that something in a template names: by Ref, Fn::GetAtt or Fn::Sub. Names of parameters and pseudo parameters are among them. */
export function* referencesIn(value: Resolved): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* referencesIn(item);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    yield* namedBy(key, inner);
    yield* referencesIn(inner);
  }
}

function* namedBy(key: string, inner: unknown): Generator<string> {
  if (key === 'Ref' && typeof inner === 'string') yield inner;
  if (key === 'Fn::GetAtt') yield firstPart(Array.isArray(inner) ? inner[0] : inner);
  if (key === 'Fn::Sub') yield* namedInSub(inner);
}

/** `Orders.Arn` names `Orders`. */
function firstPart(name: unknown): string {
  return String(name).split('.')[0];
}

/** In its longer form some of the names have values of their own. */
function* namedInSub(inner: unknown): Generator<string> {
  const [text, values] = Array.isArray(inner) ? [inner[0], inner[1]] : [inner, {}];
  const given = new Set(typeof values === 'object' && values !== null ? Object.keys(values) : []);
  for (const [, name] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g)) {
    if (!given.has(name)) yield firstPart(name);
  }
}
