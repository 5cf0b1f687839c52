import { HttpApi, HttpNoneAuthorizer, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpAuthorizerSpec, httpSpec } from './http-authorization';
import { digestOf, functionName } from '../core/identity';
import { refuse } from '../core/refuse';
import { Authorization } from '../security/authorization';
import { cognitoIssuer } from '../security/cognito-issuer';

/** Those whose authorizer we make. */
type NewAuthorizerSpec = Exclude<HttpAuthorizerSpec, { kind: 'http-authorizer' }>;

/** AWS: "Authorizers per API". */
const MAX_AUTHORIZERS = 10;

/** The authorizers of one HTTP API: one for each way to authorize, shared by the routes that use it. */
export class HttpAuthorizers {
  private readonly known = new Map<string | IHttpRouteAuthorizer, IHttpRouteAuthorizer>();

  constructor(private readonly httpApi: HttpApi) {}

  /** Refuse what an HTTP API does not have, and more authorizers than it can have. Makes nothing. */
  public check(authorizations: Authorization[]): void {
    const asked = authorizations.map(httpSpec).filter((spec) => spec.kind !== 'iam' && spec.kind !== 'none').map((spec) => this.keyOf(spec));
    const given = new Set([...this.known.keys(), ...asked]).size;
    if (given > MAX_AUTHORIZERS) refuse('too-many-authorizers', { given }, this.httpApi);
  }

  /** What a route asks. The resource behind it is made with the first route that does. */
  public authorizer(authorization: Authorization): IHttpRouteAuthorizer {
    const spec = httpSpec(authorization);
    if (spec.kind === 'iam') return new HttpIamAuthorizer();
    if (spec.kind === 'none') return new HttpNoneAuthorizer();
    const key = this.keyOf(spec);
    const authorizer = this.known.get(key) ?? (spec.kind === 'http-authorizer' ? spec.authorizer : this.make(spec));
    this.known.set(key, authorizer);
    return authorizer;
  }

  /** Named after what it asks and how: adding, removing and reordering routes moves no authorizer. */
  private make(spec: NewAuthorizerSpec): IHttpRouteAuthorizer {
    const id = `${subjectOf(spec)}${digestOf(this.httpApi, identityOf(spec))}`;
    switch (spec.kind) {
      case 'jwt': return new HttpJwtAuthorizer(id, spec.issuer, { jwtAudience: spec.audiences });
      case 'cognito': return new HttpJwtAuthorizer(id, cognitoIssuer(this.httpApi, spec.userPools[0]), {
        jwtAudience: spec.clients.map(({ userPoolClientId }) => userPoolClientId),
      });
      case 'simple':
      case 'request': return new HttpLambdaAuthorizer(id, spec.handler, {
        identitySource: spec.identitySources.map(httpIdentitySource),
        resultsCacheTtl: spec.ttl,
        // With a policy as answer the L2 asks for payload format 1.0, the event of REST APIs, so that one function serves both.
        responseTypes: [spec.kind === 'simple' ? HttpLambdaResponseType.SIMPLE : HttpLambdaResponseType.IAM],
      });
    }
  }

  /** One made by hand may not be bound yet and has nothing to tell it by: the object itself is what routes share. */
  private keyOf(spec: HttpAuthorizerSpec): string | IHttpRouteAuthorizer {
    return spec.kind === 'http-authorizer' ? spec.authorizer : digestOf(this.httpApi, identityOf(spec));
  }
}

/** Two authorizations with the same identity are the same authorizer. */
function identityOf(spec: NewAuthorizerSpec): { [name: string]: unknown } {
  switch (spec.kind) {
    case 'jwt': return { kind: spec.kind, issuer: spec.issuer, audiences: spec.audiences };
    case 'cognito': return { kind: spec.kind, userPools: spec.userPools, clients: spec.clients };
    case 'simple':
    case 'request': return { kind: spec.kind, handler: spec.handler, identitySources: spec.identitySources, ttl: spec.ttl.toString() };
  }
}

/** What an authorizer is named after: what it asks. */
function subjectOf(spec: NewAuthorizerSpec): string {
  switch (spec.kind) {
    case 'jwt': return 'Jwt';
    case 'cognito': return spec.userPools[0].node.id;
    default: return functionName(spec.handler);
  }
}

/** REST and HTTP APIs name the same places otherwise. */
function httpIdentitySource(source: string): string {
  return source.replace(/^method\.request\./, '$request.').replace(/^(stageVariables|context)\./, '$$$1.');
}
