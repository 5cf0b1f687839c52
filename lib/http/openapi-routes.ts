import { IConstruct } from 'constructs';
import { HttpRouteOptions } from './http-route-options';
import { checkNames, memberOf } from './openapi-names';
import { OpenApiOptions } from './openapi-options';
import { authorizationsOf } from './openapi-security';
import { refuse, warn } from '../core/refuse';
import { Backend } from '../routes/backend';
import { OpenApiDocument } from '../routes/openapi-document';
import { describeOperation } from '../routes/openapi-operations';

/** What answers the operations, by `operationId`. */
interface Backends {
  readonly [operationId: string]: Backend;
}

/** A route as `addRoute` takes it. */
export interface PlannedRoute {
  readonly operationId: string;
  readonly routeKey: string;
  readonly backend: Backend;
  readonly options: HttpRouteOptions;
}

/** A route for every operation of a document, or a refusal: nothing is made here. */
export function planOpenApi(document: OpenApiDocument, backends: Backends, options: OpenApiOptions = {}): PlannedRoute[] {
  const { routes = {} } = options;
  checkNames(document, { backends, routes });
  checkMapped(document, backends);
  const authorizations = authorizationsOf(document, options);
  return document._operations.map(({ operationId, method, path }) => ({
    operationId,
    routeKey: `${method} ${path}`,
    backend: backends[operationId],
    options: { ...given({ authorization: authorizations.get(operationId) }), ...given(memberOf(routes, operationId) ?? {}) },
  }));
}

/** Say what the document says to API Gateway's own import and to nobody else. */
export function warnOfExtensions(scope: IConstruct, document: OpenApiDocument): void {
  const { _name, _extensions: extensions } = document;
  if (extensions.length > 0) warn(scope, 'openapi-extensions-ignored', { document: _name, extensions: extensions.join(', ') });
}

function checkMapped(document: OpenApiDocument, backends: Backends): void {
  const unmapped = document._operations.filter(({ operationId }) => memberOf(backends, operationId) === undefined);
  if (unmapped.length > 0) refuse('openapi-operation-unmapped', { document: document._name, operations: unmapped.map(describeOperation).join(', ') });
}

/** Without what is there and undefined, as callers from other languages have it: it must not win over the document. */
function given(options: HttpRouteOptions): HttpRouteOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
