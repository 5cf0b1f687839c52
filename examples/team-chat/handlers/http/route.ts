import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { faultOf, Log, writeLine } from '../log';
import { Refusal } from '../rooms/refusal';

/** What a route reads of a request. */
export interface Request {
  /** The id API Gateway gave it. */
  readonly id: string;
  /** For the log: `GET /rooms/{room}/members`. */
  readonly route: string;
  /** Who asks: API Gateway has checked the token. */
  readonly user: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What a route answers when all is well. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

export type Route = (request: Request) => Promise<Answer>;

/** An answer as API Gateway takes it. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/**
 * The claim that says who somebody is, here and in the tickets of the chat: both must agree. It is Cognito's user name, because it is what people
 * see of each other. A user name that was deleted can be taken by somebody else; `sub` cannot, and suits when names are kept somewhere else.
 */
export const USER_CLAIM = 'username';

/** A route as the Lambda function behind a route of the HTTP API (payload format 2.0), which has a JWT authorizer. */
export function fromApi(route: Route, log: Log = writeLine): (event: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<HttpResponse> {
  return async (event) => {
    const started = Date.now();
    const { routeKey, requestContext: { requestId } } = event;
    const { status, body, level, details } = await run(route, event).then(served, (error: unknown) => failed(requestId, error));
    // No tokens, no names, no bodies: only what is safe to keep and enough to find the request.
    const durationMs = Date.now() - started;
    log(JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, route: routeKey, status, durationMs, ...details }));
    return {
      statusCode: status,
      headers: { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' },
      body: JSON.stringify(body),
    };
  };
}

async function run(route: Route, event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<Answer> {
  const { requestContext: { requestId: id, authorizer }, routeKey, pathParameters = {}, body = '', isBase64Encoded } = event;
  const user = authorizer?.jwt?.claims[USER_CLAIM];
  // Not a refusal: a route without its authorizer is a mistake of the deployment, and must not answer anybody.
  if (typeof user !== 'string' || user === '') throw new ReferenceError(`the authorizer has no claim ${USER_CLAIM}`);
  return route({ id, route: routeKey, user, path: pathParameters, body: isBase64Encoded ? Buffer.from(body, 'base64').toString() : body });
}

/** What happened to a request: the answer, and what the log says about it besides. */
interface Outcome extends Answer {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly details?: object;
}

function served({ status, body }: Answer): Outcome {
  return { status, body, level: 'INFO' };
}

function failed(requestId: string, error: unknown): Outcome {
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
