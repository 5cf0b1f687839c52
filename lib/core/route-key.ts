import { Token } from 'aws-cdk-lib';
import { METHODS } from './http-method';
import { refuse } from './refuse';

const PLAIN_PART = /^[a-zA-Z0-9:._$-]+$/;
const PARAMETER_PART = /^\{[a-zA-Z0-9:._$-]+\+?\}$/;

/** A route key taken apart: `GET /orders/{id}`. */
export interface RouteKey {
  /** Upper-case, `ANY` for all of them. */
  readonly method: string;
  /** With its leading slash, exactly as API Gateway shows it. */
  readonly path: string;
  /** The parts between the slashes; none for `/`. */
  readonly segments: string[];
  /** The names of the path parameters, without braces and plus sign. */
  readonly parameters: string[];
}

/** Read a route key, or refuse it with what to write instead. */
export function parseRouteKey(text: string): RouteKey {
  if (Token.isUnresolved(text)) refuse('route-key-unresolved', {});
  const [method, path, ...more] = text.split(' ');
  if (!method || !path || more.length > 0) refuse('route-key-malformed', { given: text });
  checkMethod(method, path);
  if (!path.startsWith('/')) refuse('route-path-without-slash', { method, given: path });
  const segments = path === '/' ? [] : path.slice(1).split('/');
  segments.forEach((part, index) => checkPart(path, part, index === segments.length - 1));
  return { method, path, segments, parameters: parametersOf(path, segments) };
}

/** The spelling two equal route keys share. */
export function formatRouteKey(key: RouteKey): string {
  return `${key.method} ${key.path}`;
}

export function isParameter(part: string): boolean {
  return part.startsWith('{');
}

/** Without braces and plus sign. */
export function parameterName(part: string): string {
  return part.replace(/[{}+]/g, '');
}

function checkMethod(method: string, path: string): void {
  if (METHODS.includes(method)) return;
  const upper = method.toUpperCase();
  if (METHODS.includes(upper)) refuse('route-method-lower-case', { given: method, method: upper, path });
  refuse('route-method-unknown', { given: method, methods: METHODS.join(', ') });
}

function checkPart(path: string, part: string, last: boolean): void {
  if (!PLAIN_PART.test(part) && !PARAMETER_PART.test(part)) refuse('route-path-malformed', { path, part });
  if (part.endsWith('+}') && !last) refuse('route-greedy-not-last', { path, part });
}

function parametersOf(path: string, segments: string[]): string[] {
  const names = segments.filter(isParameter).map(parameterName);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) refuse('route-parameter-repeated', { path, name: repeated });
  return names;
}
