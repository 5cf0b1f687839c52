import { memberOf } from './openapi-names';
import { OpenApiOptions } from './openapi-options';
import { SecurityRequirement } from '../core/openapi-reading';
import { refuse } from '../core/refuse';
import { OpenApiDocument } from '../routes/openapi-document';
import { describeOperation, NamedOperation } from '../routes/openapi-operations';
import { Authorization } from '../security/authorization';

/** What an operation asks of callers: one scheme, which is all a route can have, or nothing, or more than a route can have. */
type Demand =
  | { readonly kind: 'public' | 'combined' }
  | { readonly kind: 'scheme'; readonly scheme: string; readonly scopes: string[]; readonly together: boolean };

interface Asking {
  readonly operation: NamedOperation;
  readonly demand: Demand;
}

interface AskingForScheme extends Asking {
  readonly demand: Extract<Demand, { kind: 'scheme' }>;
}

/** Who may call each operation, as far as the document says so and nobody says otherwise. */
export function authorizationsOf(document: OpenApiDocument, { authorizations = {}, routes = {} }: OpenApiOptions): Map<string, Authorization> {
  checkUsed(document, authorizations);
  const asking = document._operations.flatMap((operation): Asking[] => {
    const decided = memberOf(routes, operation.operationId)?.authorization !== undefined;
    return operation.security === undefined || decided ? [] : [{ operation, demand: demandOf(operation.security) }];
  });
  refuseSome('openapi-operation-public', document, asking.filter(({ demand }) => demand.kind === 'public'));
  refuseSome('openapi-security-combined', document, asking.filter(({ demand }) => demand.kind === 'combined'));
  const schemes = asking.filter((asked): asked is AskingForScheme => asked.demand.kind === 'scheme');
  checkSchemes(document, schemes, authorizations);
  checkScopes(document, schemes, authorizations);
  return new Map(schemes.map(({ operation, demand: { scheme, scopes } }) => {
    const authorization = authorizations[scheme];
    return [operation.operationId, scopes.length > 0 ? authorization.withScopes(...scopes) : authorization];
  }));
}

/** Alternatives of one scheme with a scope each are what API Gateway does with scopes: any one of them is enough. */
function demandOf(security: SecurityRequirement[]): Demand {
  if (security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)) return { kind: 'public' };
  const [scheme, ...others] = new Set(security.flatMap((requirement) => Object.keys(requirement)));
  const scopes = security.map((requirement) => requirement[scheme]);
  if (others.length > 0) return { kind: 'combined' };
  if (scopes.length === 1) return { kind: 'scheme', scheme, scopes: scopes[0], together: scopes[0].length > 1 };
  if (scopes.some(({ length }) => length !== 1)) return { kind: 'combined' };
  return { kind: 'scheme', scheme, scopes: [...new Set(scopes.flat())], together: false };
}

function checkUsed(document: OpenApiDocument, authorizations: { [scheme: string]: Authorization }): void {
  const asked = new Set(document._operations.flatMap(({ security = [] }) => security.flatMap((requirement) => Object.keys(requirement))));
  const unused = Object.keys(authorizations).filter((scheme) => !asked.has(scheme));
  if (unused.length > 0) refuse('openapi-authorization-unused', { document: document._name, given: unused.join(', ') });
}

function checkSchemes(document: OpenApiDocument, asking: AskingForScheme[], authorizations: { [scheme: string]: Authorization }): void {
  const unmapped = asking.filter(({ demand: { scheme } }) => memberOf(authorizations, scheme) === undefined);
  if (unmapped.length === 0) return;
  const schemes = [...new Set(unmapped.map(({ demand: { scheme } }) => scheme))];
  refuse('openapi-security-scheme-unmapped', { document: document._name, schemes: schemes.join(', '), example: JSON.stringify(schemes[0]) });
}

/**
 * OpenAPI wants all scopes of a requirement, API Gateway any one of a route's (AWS: JWT authorizers, "scope or scp"):
 * several would let in more people than the document says.
 */
function checkScopes(document: OpenApiDocument, asking: AskingForScheme[], authorizations: { [scheme: string]: Authorization }): void {
  const unchecked = asking.filter(({ demand: { scheme, scopes } }) => scopes.length > 0 && !authorizations[scheme]._takesScopes);
  refuseSome('openapi-scopes-not-checked', document, unchecked);
  refuseSome('openapi-scopes-together', document, asking.filter(({ demand }) => demand.together));
}

type OperationFinding = 'openapi-operation-public' | 'openapi-security-combined' | 'openapi-scopes-not-checked' | 'openapi-scopes-together';

function refuseSome(code: OperationFinding, document: OpenApiDocument, asking: Asking[]): void {
  if (asking.length === 0) return;
  const [{ operation, demand }] = asking;
  refuse(code, {
    document: document._name,
    operations: asking.map((asked) => describeOperation(asked.operation)).join(', '),
    example: JSON.stringify(operation.operationId),
    scheme: demand.kind === 'scheme' ? JSON.stringify(demand.scheme) : '',
  });
}
