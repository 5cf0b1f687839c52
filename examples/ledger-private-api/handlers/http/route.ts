import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { Refusal } from '../ledger/refusal';

/** What a route answers when all is well. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

export type Route = (event: APIGatewayProxyEvent) => Promise<Answer>;
export type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** What happened to a request: the answer, and what the log says about it besides. */
interface Outcome extends Answer {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly details?: object;
}

/**
 * Makes a Lambda handler of a route. Refusals and faults are answered in the shape of the gateway's own errors,
 * and every request leaves one line in the log.
 */
export function handlerOf(route: Route, log: (line: string) => void = writeLine): Handler {
  return async (event) => {
    const started = Date.now();
    const outcome = await route(event).then(served, (error: unknown) => failed(event, error));
    log(JSON.stringify(logLine(event, outcome, Date.now() - started)));
    return { statusCode: outcome.status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(outcome.body) };
  };
}

function served(answer: Answer): Outcome {
  return { ...answer, level: 'INFO' };
}

function failed(event: APIGatewayProxyEvent, error: unknown): Outcome {
  const { requestId } = event.requestContext;
  if (error instanceof Refusal) {
    const { status, code, message } = error;
    return { status, body: { code, message, requestId }, level: 'WARN', details: { code } };
  }
  // The caller learns nothing of our insides; the log has the kind of fault and, through the request id, the trace.
  const { name, message } = error instanceof Error ? error : { name: 'unknown', message: '' };
  return {
    status: 500,
    body: { code: 'INTERNAL_ERROR', message: 'something broke on our side; try again', requestId },
    level: 'ERROR',
    details: { code: 'INTERNAL_ERROR', error: name, message },
  };
}

/** No amounts, no memos, no accounts: only what is safe to keep and enough to find the request. */
function logLine(event: APIGatewayProxyEvent, { level, status, details }: Outcome, durationMs: number): object {
  const { httpMethod, resource, requestContext } = event;
  const time = new Date().toISOString();
  return { timestamp: time, level, requestId: requestContext.requestId, route: `${httpMethod} ${resource}`, status, durationMs, ...details };
}

/** Straight to standard output: Lambda's console would wrap the line in one of its own. */
function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
