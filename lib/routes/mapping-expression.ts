import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** Which way a mapped value travels: to the backend, or back to the caller. */
export type MappingDirection = 'request' | 'response';

/** API Gateway reads nothing else: its developer guide, "Transform API requests and responses for HTTP APIs". */
const ANYWHERE = [/^context\.[\w.]+$/, /^stageVariables\.\w+$/];
const READABLE: Record<MappingDirection, RegExp[]> = {
  request: [/^request\.(path|body)$/, /^request\.(header|querystring|path)\.\S+$/, /^request\.body[.[]\S+$/, ...ANYWHERE],
  response: [/^response\.body$/, /^response\.header\.\S+$/, /^response\.body[.[]\S+$/, ...ANYWHERE],
};

const EXAMPLES: Record<MappingDirection, string> = {
  request: '$request.header.name, $request.querystring.name, $request.path.name, $request.path, $request.body.name, $request.body',
  response: '$response.header.name, $response.body.name, $response.body',
};

/** A variable, in braces or not. A dollar sign with neither a letter nor a brace behind it is text. */
export const VARIABLE = /\$\{([^}]*)\}|\$([a-zA-Z{][^\s$/,;&=]*)/g;

/** Refuse a value that API Gateway cannot read where it is mapped. A text without variables is a fixed value. */
export function checkMappingValue(direction: MappingDirection, target: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  const variables = [...value.matchAll(VARIABLE)];
  const readable = variables.every(([, braced, plain]) => isReadable(direction, braced ?? plain));
  // Of several variables each must say where it ends.
  const separable = variables.length < 2 || variables.every(([, braced]) => braced !== undefined);
  if (value === '' || !readable || !separable) refuse('mapping-value-malformed', { target, given: value, examples: EXAMPLES[direction] });
}

/** Refuse variables where a fixed value is meant: API Gateway would fill them in. */
export function checkFixedValue(target: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  if (value === '' || value.search(VARIABLE) >= 0) refuse('mapping-value-not-fixed', { target, given: value });
}

function isReadable(direction: MappingDirection, variable: string): boolean {
  const searches = variable.includes('..') || variable.includes('?(');
  return !searches && READABLE[direction].some((pattern) => pattern.test(variable));
}
