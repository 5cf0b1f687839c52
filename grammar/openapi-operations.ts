import { isObject, isText } from './check';
import { member, membersOf, Path, pathOf, valueAt } from './openapi-place';
import { OpenApiSource, where } from './openapi-source';
import type { OpenApiOperation, SecurityRequirement } from '../lib/core/openapi-reading';

/** Members of a path item that are operations. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Collects the operations of a document, whatever form it has, and all that keeps one of them from being read. */
export class OpenApiOperations {
  public readonly problems: string[] = [];
  /** Where something decides about routes that nobody knows yet. */
  public readonly unresolved: string[] = [];
  public readonly all: OpenApiOperation[];

  constructor(private readonly source: OpenApiSource) {
    this.know(['security']);
    const paths = this.members(['paths']).filter(([path]) => path.startsWith('/'));
    this.all = paths.flatMap(([path]) => this.readPathItem(path, ['paths', path]));
    this.checkDifferent();
  }

  private readPathItem(path: string, at: Path, followed: Path[] = []): OpenApiOperation[] {
    const methods = this.members(at).map(([name]) => name).filter((name) => METHODS.includes(name));
    const operations = methods.filter((method) => this.know([...at, method])).map((method) => this.readOperation(path, [...at, method]));
    const target = this.targetOf(at, [...followed, at]);
    return target ? [...operations, ...this.readPathItem(path, target, [...followed, at])] : operations;
  }

  private readOperation(path: string, at: Path): OpenApiOperation {
    const method = (at.at(-1) ?? '').toUpperCase();
    const operationId = this.know([...at, 'operationId']) ? valueAt(this.source.document, [...at, 'operationId']) : undefined;
    const line = this.source.lineOf(at);
    return {
      method,
      path,
      operationId: isText(operationId) ? operationId : undefined,
      security: this.readSecurity(at),
      place: line === undefined ? `${method} ${path}` : `${method} ${path} (line ${line})`,
    };
  }

  /** What an operation says about callers itself goes before what the document says. */
  private readSecurity(operation: Path): SecurityRequirement[] | undefined {
    const at = [operation, []].map((owner) => [...owner, 'security']).find((way) => valueAt(this.source.document, way) !== undefined);
    const requirements = at && this.know(at) ? valueAt(this.source.document, at) : undefined;
    return at && Array.isArray(requirements) ? requirements.map((_, index) => this.readRequirement([...at, String(index)])) : undefined;
  }

  private readRequirement(at: Path): SecurityRequirement {
    const schemes = valueAt(this.source.document, ['components', 'securitySchemes']);
    const entries = this.members(at).map(([scheme, scopes]) => [scheme, Array.isArray(scopes) ? scopes.filter(isText) : []] as const);
    const undeclared = entries.map(([scheme]) => scheme).filter((scheme) => member(schemes, scheme) === undefined);
    const problems = undeclared.map((scheme) => `${where(this.source, [...at, scheme])}: components.securitySchemes has no ${JSON.stringify(scheme)}`);
    this.problems.push(...problems);
    return Object.fromEntries(entries);
  }

  /** Where the `$ref` of a path item leads. */
  private targetOf(at: Path, followed: Path[]): Path | undefined {
    const pointer = [...at, '$ref'];
    const reference = this.know(pointer) ? valueAt(this.source.document, pointer) : undefined;
    if (!isText(reference)) return undefined;
    const target = pathOf(unescaped(reference));
    const problem = this.problemOf(reference, target, followed);
    if (problem) this.problems.push(`${where(this.source, pointer)}: ${problem}`);
    return problem ? undefined : target;
  }

  private problemOf(reference: string, target: Path, followed: Path[]): string | undefined {
    if (!reference.startsWith('#')) return `${reference} is another document, which is not read; bundle them into one`;
    if (target.length === 0 || !isObject(valueAt(this.source.document, target))) return `${reference} leads to no path item`;
    return followed.some((way) => way.join('/') === target.join('/')) ? `${reference} leads back to itself` : undefined;
  }

  /** The spec takes paths for equal that differ in the names of their parameters only. */
  private checkDifferent(): void {
    const first = new Map<string, OpenApiOperation>();
    for (const operation of this.all) {
      const requests = `${operation.method} ${operation.path.replace(/\{[^{}]*\}/g, '{}')}`;
      const other = first.get(requests);
      if (other) this.problems.push(`${other.place} and ${operation.place} take the same requests`);
      first.set(requests, other ?? operation);
    }
  }

  private members(at: Path): [string, unknown][] {
    if (!this.know(at)) return [];
    const members = membersOf(valueAt(this.source.document, at));
    if (members.some(([name]) => this.source.isUnknown(name))) this.unresolved.push(`the name of a member of ${where(this.source, at)}`);
    return members.filter(([name]) => !this.source.isUnknown(name));
  }

  private know(at: Path): boolean {
    const unknown = this.source.isUnknown(valueAt(this.source.document, at));
    if (unknown) this.unresolved.push(where(this.source, at));
    return !unknown;
  }
}

/** A pointer in a `$ref` is the fragment of a URL. */
function unescaped(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
