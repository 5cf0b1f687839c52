import type { ALBEvent } from 'aws-lambda';
import { answer, HttpResponse, Request, Route } from './route';
import { Refusal } from '../catalogue/refusal';
import { Log } from '../log';

/** API Gateway writes its request id there, so that all logs tell of one request by one id. The stack says so. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** A route as the Lambda function behind the load balancer. */
export function fromLoadBalancer(route: Route, log?: Log): (event: ALBEvent) => Promise<HttpResponse> {
  return async (event) => answer(async (request) => route({ ...request, query: decoded(event) }), requestOf(event), log);
}

function requestOf({ headers = {}, httpMethod, path }: ALBEvent): Request {
  return { id: headers[REQUEST_ID_HEADER] ?? 'unknown', route: `${httpMethod} ${path}`, path: {}, query: {} };
}

/** A load balancer hands the query over as it was sent, unlike API Gateway. */
function decoded({ queryStringParameters = {} }: ALBEvent): Request['query'] {
  try {
    return Object.fromEntries(Object.entries(queryStringParameters).map(([name, value = '']) => [plain(name), plain(value)]));
  } catch {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', 'the query string is not URL-encoded UTF-8');
  }
}

function plain(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}
