import { isObject } from './check';
import { checkForm, isSupported } from './openapi-form';
import { OpenApiOperations } from './openapi-operations';
import { member, membersOf } from './openapi-place';
import { fromObject, fromText, OpenApiSource } from './openapi-source';
import type { IsUnknown, OpenApiResult } from '../lib/core/openapi-reading';

/** Read an OpenAPI document, 3.0 or 3.1: text in YAML or JSON, or an object. What nobody knows yet may be anything, but not decide about routes. */
export function readOpenApi(given: unknown, isUnknown: IsUnknown): OpenApiResult {
  const source = typeof given === 'string' ? fromText(given, isUnknown) : fromObject(given, isUnknown);
  const { document, problems } = source;
  if (problems.length > 0) return { kind: 'invalid', problems: problems.map((problem) => (isUnknown(problem) ? 'it cannot be parsed' : problem)) };
  if (isUnknown(document)) return { kind: 'unresolved', places: ['the document'] };
  const unknown = ['openapi', 'swagger'].filter((name) => isUnknown(member(document, name)));
  if (unknown.length > 0) return { kind: 'unresolved', places: unknown };
  if (!isObject(document)) return { kind: 'invalid', problems: ['it is no object with "openapi", "info" and "paths"'] };
  const version = member(document, 'openapi');
  return isSupported(version) ? readVersion(source, version) : notSupported(document);
}

function readVersion(source: OpenApiSource, version: string): OpenApiResult {
  const operations = new OpenApiOperations(source);
  if (operations.unresolved.length > 0) return { kind: 'unresolved', places: [...new Set(operations.unresolved)] };
  const problems = [...checkForm(source, version), ...new Set(operations.problems)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  const { document, isUnknown } = source;
  const title = member(member(document, 'info'), 'title');
  return { kind: 'read', reading: { title, operations: operations.all, extensions: [...extensionsIn(document, isUnknown)].sort() } };
}

function notSupported(document: object): OpenApiResult {
  const [openapi, swagger] = [member(document, 'openapi'), member(document, 'swagger')];
  if (openapi !== undefined) return { kind: 'unsupported', given: `OpenAPI ${JSON.stringify(openapi)}` };
  if (swagger !== undefined) return { kind: 'unsupported', given: `Swagger ${JSON.stringify(swagger)}` };
  return { kind: 'invalid', problems: ['it does not say its version; an OpenAPI document begins with for example openapi: 3.1.0'] };
}

/** Members that mean something to API Gateway's own import. */
function extensionsIn(value: unknown, isUnknown: IsUnknown): Set<string> {
  if (isUnknown(value)) return new Set();
  const items = Array.isArray(value) ? value.map((item: unknown) => ['', item] as const) : membersOf(value);
  return new Set(items.flatMap(([name, item]) => [...(isExtension(name) && !isUnknown(name) ? [name] : []), ...extensionsIn(item, isUnknown)]));
}

function isExtension(name: string): boolean {
  return name.startsWith('x-amazon-apigateway-');
}
