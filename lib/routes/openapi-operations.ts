import { OpenApiOperation } from '../core/openapi-reading';
import { refuse } from '../core/refuse';
import { parseRouteKey } from '../core/route-key';

/** An operation that can be named. */
export interface NamedOperation extends OpenApiOperation {
  readonly operationId: string;
}

/** How people find an operation: `listOrders (GET /orders)`. */
export function describeOperation({ operationId, method, path }: NamedOperation): string {
  return `${operationId} (${method} ${path})`;
}

/** Refuse operations without a name, and names of more than one. */
export function checkOperationIds(operations: OpenApiOperation[], document: string): NamedOperation[] {
  const nameless = operations.filter((operation) => !isNamed(operation));
  if (nameless.length > 0) refuse('openapi-operation-without-id', { document, operations: nameless.map(({ place }) => place).join(', ') });
  const named = operations.filter(isNamed);
  const repeated = named.filter(({ operationId }) => named.filter((other) => other.operationId === operationId).length > 1);
  const places = repeated.map(({ operationId, place }) => `${operationId} at ${place}`);
  return places.length > 0 ? refuse('openapi-operation-id-repeated', { document, operations: places.join(', ') }) : named;
}

/** Refuse methods and paths that OpenAPI has and API Gateway has not. */
export function checkRouteKeys(operations: NamedOperation[], document: string): void {
  const problems = operations.flatMap((operation) => problemOf(operation));
  if (problems.length > 0) refuse('openapi-route-unsupported', { document, operations: problems.join('; ') });
}

function problemOf(operation: NamedOperation): string[] {
  try {
    parseRouteKey(`${operation.method} ${operation.path}`);
    return [];
  } catch (error) {
    return [`${describeOperation(operation)}: ${(error as Error).message}`];
  }
}

function isNamed(operation: OpenApiOperation): operation is NamedOperation {
  return operation.operationId !== undefined && operation.operationId !== '';
}
