import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { answer, HttpResponse, Route } from './route';
import { Log } from '../log';

/** A route as the Lambda function behind a route of the HTTP API (payload format 2.0). CORS is none of its business: API Gateway does it. */
export function fromApi(route: Route, log?: Log): (event: APIGatewayProxyEventV2) => Promise<HttpResponse> {
  return async ({ requestContext, routeKey, pathParameters = {}, queryStringParameters = {} }) => {
    return answer(route, { id: requestContext.requestId, route: routeKey, path: pathParameters, query: queryStringParameters }, log);
  };
}
