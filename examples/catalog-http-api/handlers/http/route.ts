import { Refusal } from '../catalogue/refusal';
import { faultOf, Log, writeLine } from '../log';

/** What a route reads of a request, whoever brought it: API Gateway or the load balancer. */
export interface Request {
  /** The id API Gateway gave it. */
  readonly id: string;
  /** For the log: `GET /products/{id}`. */
  readonly route: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
}

/** What a route answers when all is well. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

export type Route = (request: Request) => Promise<Answer>;

/** An answer as both API Gateway and the load balancer take it. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** What happened to a request: the answer, and what the log says about it besides. */
interface Outcome extends Answer {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly details?: object;
}

/** Refusals and faults are answered in one shape, and every request leaves one line in the log. */
export async function answer(route: Route, request: Request, log: Log = writeLine): Promise<HttpResponse> {
  const started = Date.now();
  const { status, body, level, details } = await route(request).then(served, (error: unknown) => failed(request, error));
  const { id: requestId, route: key } = request;
  // No tokens, no query strings: only what is safe to keep and enough to find the request.
  log(JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, route: key, status, durationMs: Date.now() - started, ...details }));
  return {
    statusCode: status,
    headers: { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' },
    body: JSON.stringify(body),
  };
}

function served({ status, body }: Answer): Outcome {
  return { status, body, level: 'INFO' };
}

function failed({ id: requestId }: Request, error: unknown): Outcome {
  if (error instanceof Refusal) {
    const { status, code, message } = error;
    return { status, body: { code, message, requestId }, level: 'WARN', details: { code } };
  }
  // The caller learns nothing of our insides; the log has the kind of fault and, through the request id, the trace.
  return {
    status: 500,
    body: { code: 'INTERNAL_ERROR', message: 'something broke on our side; try again', requestId },
    level: 'ERROR',
    details: { code: 'INTERNAL_ERROR', ...faultOf(error) },
  };
}
