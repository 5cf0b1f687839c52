import { CORS_ENVIRONMENT } from './contract';
import { valuesOf, without } from './headers';

/** What is read of an event: REST and HTTP API proxy events fit. */
export interface CorsEvent {
  readonly headers?: { readonly [name: string]: string | undefined } | null;
  readonly multiValueHeaders?: { readonly [name: string]: readonly string[] | undefined } | null;
}

/** What is read of an answer: REST and HTTP API proxy results fit. Not for HTTP API handlers that return their body without a status code. */
export interface CorsResult {
  readonly statusCode?: number;
  readonly body?: string;
  readonly headers?: { readonly [name: string]: boolean | number | string } | undefined;
  readonly multiValueHeaders?: { readonly [name: string]: readonly (boolean | number | string)[] } | undefined;
}

/** Environment variables by name. */
export interface CorsEnvironment {
  readonly [name: string]: string | undefined;
}

/**
 * The CORS headers for the answer to this event, from the rules the API gave to the function's environment.
 *
 * For functions behind REST APIs: an HTTP API answers browsers itself and replaces these headers.
 *
 * Fails closed: without rules, and for an origin that is not in them, nothing is allowed. `Vary: Origin` is there whenever the
 * origin makes a difference, so that no cache hands one page's answer to another.
 */
export function corsHeaders(event: CorsEvent, environment: CorsEnvironment = process.env): { [name: string]: string } {
  const allowed = listed(environment[CORS_ENVIRONMENT.origins]);
  if (allowed.length === 0) return {};
  if (allowed.includes('*')) return { 'Access-Control-Allow-Origin': '*', ...exposed(environment) };
  const origins = valuesOf('origin', event);
  if (origins.length !== 1 || !allowed.includes(origins[0])) return { Vary: 'Origin' };
  return {
    'Access-Control-Allow-Origin': origins[0],
    'Vary': 'Origin',
    ...(environment[CORS_ENVIRONMENT.credentials] === 'true' && { 'Access-Control-Allow-Credentials': 'true' }),
    ...exposed(environment),
  };
}

/**
 * A handler whose answers carry the CORS headers of the API, and no others: what the handler itself says about CORS is dropped.
 *
 * ```ts
 * export const handler = withCors(async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: '[]' }));
 * ```
 *
 * An error it throws becomes an answer of API Gateway, which has the headers too.
 */
export function withCors<Event extends CorsEvent, Result extends CorsResult, Rest extends unknown[]>(
  handler: (event: Event, ...rest: Rest) => Promise<Result>,
): (event: Event, ...rest: Rest) => Promise<Result> {
  return async (event, ...rest) => addHeaders(await handler(event, ...rest), corsHeaders(event));
}

const OURS: ReadonlySet<string> = new Set([
  'access-control-allow-credentials', 'access-control-allow-origin', 'access-control-expose-headers', 'vary',
]);

function addHeaders<Result extends CorsResult>(result: Result, cors: { [name: string]: string }): Result {
  const vary = varyOn(valuesOf('vary', result), cors.Vary);
  const headers = { ...without(OURS, result.headers), ...cors, ...(vary !== '' && { Vary: vary }) };
  return result.multiValueHeaders ? { ...result, headers, multiValueHeaders: without(OURS, result.multiValueHeaders) } : { ...result, headers };
}

/** What the handler's answer varies on, and what ours does. */
function varyOn(theirs: string[], ours: string | undefined): string {
  const names = theirs.flatMap(listed);
  const isKnown = ours === undefined || names.some((name) => name === '*' || name.toLowerCase() === ours.toLowerCase());
  return (isKnown ? names : [...names, ours]).join(', ');
}

function exposed(environment: CorsEnvironment): { [name: string]: string } {
  const names = environment[CORS_ENVIRONMENT.exposeHeaders];
  return names ? { 'Access-Control-Expose-Headers': names } : {};
}

function listed(text: string | undefined): string[] {
  return (text ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');
}
