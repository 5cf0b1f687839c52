import { isAlias, isMap, isScalar, isSeq, LineCounter, Node, parseDocument } from 'yaml';
import { isObject } from './check';
import { nameOf, Path } from './openapi-place';
import type { IsUnknown } from '../lib/core/openapi-reading';

/** A document, and where things stand in it. */
export interface OpenApiSource {
  readonly document: unknown;
  /** Why there is no document. */
  readonly problems: string[];
  /** Values nobody knows yet. */
  readonly isUnknown: IsUnknown;
  /** None where there are no lines. */
  lineOf(path: Path): number | undefined;
}

/** `line 12, paths["/orders"].get`; without the line where there are no lines. */
export function where({ document, lineOf }: OpenApiSource, path: Path): string {
  const line = lineOf(path);
  return line === undefined ? nameOf(document, path) : `line ${line}, ${nameOf(document, path)}`;
}

/** A document in YAML, which JSON is a part of. */
export function fromText(text: string, isUnknown: IsUnknown): OpenApiSource {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'error' });
  const problems = parsed.errors.map(({ message, pos: [start] }) => `line ${lines.linePos(start).line}: ${message.split(';')[0]}`);
  const { value: document, error = [] } = problems.length > 0 ? { error: problems } : valueOf(() => parsed.toJS() as unknown);
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(parsed) : node);
  return {
    document,
    problems: error,
    isUnknown,
    lineOf: (path) => lines.linePos(offsetOf(parsed.contents, path, resolved)).line,
  };
}

/** A document in memory. */
export function fromObject(document: unknown, isUnknown: IsUnknown): OpenApiSource {
  const circle = circleIn(document, isUnknown);
  const problems = circle ? [`${nameOf(document, circle)} holds what it is in itself; write a $ref there`] : [];
  return { document, problems, isUnknown, lineOf: () => undefined };
}

/** An alias without an anchor, or more aliases than any honest document has, only shows when they are followed. */
function valueOf(evaluate: () => unknown): { value?: unknown; error?: string[] } {
  try {
    return { value: evaluate() };
  } catch (error) {
    return { error: [(error as Error).message] };
  }
}

/** Where the last thing on the way that stands in the text begins: a member with its name. What is merged in (`<<`) stands elsewhere. */
function offsetOf(root: unknown, path: Path, resolved: (node: unknown) => unknown): number {
  let node = root;
  let offset = 0;
  for (const name of path) {
    const found = itemOf(resolved(node), name);
    if (!found) break;
    offset = found.at?.range?.[0] ?? offset;
    node = found.value;
  }
  return offset;
}

function itemOf(node: unknown, name: string): { at?: Node; value: unknown } | undefined {
  if (isSeq<Node>(node)) return { at: node.items[Number(name)], value: node.items[Number(name)] };
  const pair = isMap<Node>(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === name) : undefined;
  return pair && { at: pair.key, value: pair.value };
}

/** The way to a value that is one of those around it: whoever reads such a document comes to no end. */
function circleIn(value: unknown, isUnknown: IsUnknown, around: unknown[] = []): Path | undefined {
  if ((!isObject(value) && !Array.isArray(value)) || isUnknown(value)) return undefined;
  if (around.includes(value)) return [];
  for (const [name, item] of Object.entries(value)) {
    const circle = circleIn(item, isUnknown, [...around, value]);
    if (circle) return [name, ...circle];
  }
  return undefined;
}
