import { Duration, Token } from 'aws-cdk-lib';
import { AuthorizationType, IAuthorizer, IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import { IHttpRouteAuthorizer, IWebSocketRouteAuthorizer, WebSocketNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  CognitoAuthorizationOptions, JwtAuthorizationOptions, LambdaRequestAuthorizationOptions,
  LambdaTokenAuthorizationOptions,
} from './authorization-options';
import type { ApiTickets } from './connect/api-tickets';
import { checkedReason } from '../core/reason';
import { refuse } from '../core/refuse';

/** How long an authorizer's answer may be reused when nobody says. It is the service's own default. */
const DEFAULT_TTL = Duration.minutes(5);

/** @internal What an engine needs to know to carry an authorization out. */
export type AuthorizationSpec =
  | { readonly kind: 'iam' }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'cognito'; readonly userPools: IUserPool[]; readonly clients: IUserPoolClient[]; readonly ttl: Duration; readonly ownTtl: boolean }
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audiences: string[] }
  | { readonly kind: 'token'; readonly handler: IFunction; readonly identitySource: string; readonly tokenPattern?: string; readonly ttl: Duration }
  | { readonly kind: 'request'; readonly handler: IFunction; readonly identitySources: string[]; readonly ttl: Duration }
  | { readonly kind: 'simple'; readonly handler: IFunction; readonly identitySources: string[]; readonly ttl: Duration }
  | { readonly kind: 'authorizer'; readonly authorizer: IAuthorizer }
  | { readonly kind: 'http-authorizer'; readonly authorizer: IHttpRouteAuthorizer }
  | { readonly kind: 'ticket'; readonly tickets: ApiTickets }
  | { readonly kind: 'websocket-authorizer'; readonly authorizer: IWebSocketRouteAuthorizer };

/**
 * Who may call, and how they prove who they are.
 *
 * A value: make it once and give it to the API or to single routes. Routes that get the same one share one authorizer.
 */
export class Authorization {
  /** Callers sign with AWS credentials (SigV4) and need `execute-api:Invoke`: `api.grants.invoke(role)`. The default, because it is closed. */
  public static iam(): Authorization {
    return new Authorization({ kind: 'iam' });
  }

  /**
   * Users of Cognito user pools. API Gateway checks signature, expiry and scopes itself, or for a WebSocket API a function of ours does;
   * no code of yours runs. An HTTP or WebSocket API takes one pool, whose app clients it must know: `{ clients: [client] }`.
   */
  public static cognito(userPools: IUserPool[], options: CognitoAuthorizationOptions = {}): Authorization {
    if (userPools.length === 0) refuse('authorization-without-user-pool', {});
    const { clients = [], ttl, scopes } = options;
    return new Authorization({ kind: 'cognito', userPools, clients, ttl: checkedTtl(ttl), ownTtl: ttl !== undefined }, scopes);
  }

  /**
   * Bearers of JSON web tokens of any OpenID Connect issuer. HTTP and WebSocket APIs: API Gateway checks signature, expiry, issuer, audience
   * and scopes itself, or for a WebSocket API a function of ours does; no code of yours runs.
   */
  public static jwt(options: JwtAuthorizationOptions): Authorization {
    const { issuer, audiences, scopes } = options;
    checkIssuer(issuer);
    checkAudiences(audiences);
    return new Authorization({ kind: 'jwt', issuer, audiences }, scopes);
  }

  /** A Lambda function is shown one token and answers with a policy. REST APIs only; `lambdaRequest` works on every kind. */
  public static lambdaToken(handler: IFunction, options: LambdaTokenAuthorizationOptions = {}): Authorization {
    const identitySource = options.identitySource ?? IdentitySource.header('Authorization');
    checkIdentitySource(identitySource, TOKEN_SOURCE);
    return new Authorization({ kind: 'token', handler, identitySource, tokenPattern: options.tokenPattern, ttl: checkedTtl(options.ttl) });
  }

  /**
   * A Lambda function is shown headers, query, path and context, and answers with a policy.
   * An HTTP API shows it the same event as a REST API (payload format 1.0), so one function serves both. A WebSocket API shows it who wants to
   * connect, once for each connection.
   */
  public static lambdaRequest(handler: IFunction, options: LambdaRequestAuthorizationOptions = {}): Authorization {
    return new Authorization({ kind: 'request', handler, ...checkedIdentity(options) });
  }

  /** A Lambda function is shown the request and answers `{ isAuthorized: true }` or `false` (payload format 2.0). HTTP APIs only. */
  public static lambdaSimple(handler: IFunction, options: LambdaRequestAuthorizationOptions = {}): Authorization {
    return new Authorization({ kind: 'simple', handler, ...checkedIdentity(options) });
  }

  /**
   * An authorizer of an HTTP API you made yourself: `HttpJwtAuthorizer`, `HttpLambdaAuthorizer` and the like.
   * One that says of itself that it checks no JSON web tokens takes no scopes, because API Gateway would not look at them.
   */
  public static httpAuthorizer(authorizer: IHttpRouteAuthorizer): Authorization {
    if (httpAuthorizationType(authorizer) === 'NONE') refuse('authorizer-asks-nobody', { given: 'Authorization.httpAuthorizer was given an HttpNoneAuthorizer' });
    return new Authorization({ kind: 'http-authorizer', authorizer });
  }

  /** An authorizer of a REST API you made yourself. One of Cognito must say so in its `authorizationType`; all others are taken for Lambda authorizers. */
  public static authorizer(authorizer: IAuthorizer): Authorization {
    return new Authorization({ kind: 'authorizer', authorizer });
  }

  /**
   * Holders of a ticket: a random value that is good for one connection within seconds, and that signed-in users fetch over HTTPS from
   * `tickets.issuer`. WebSocket APIs only, and the way to let pages connect: an address with a ticket in it is worth nothing to whoever reads it later.
   */
  public static ticket(tickets: ApiTickets): Authorization {
    return new Authorization({ kind: 'ticket', tickets });
  }

  /** An authorizer of a WebSocket API you made yourself, a `WebSocketLambdaAuthorizer` say. It is asked when somebody connects, and never again. */
  public static webSocketAuthorizer(authorizer: IWebSocketRouteAuthorizer): Authorization {
    if (authorizer instanceof WebSocketNoneAuthorizer) refuse('authorizer-asks-nobody', { given: 'Authorization.webSocketAuthorizer was given a WebSocketNoneAuthorizer' });
    return new Authorization({ kind: 'websocket-authorizer', authorizer });
  }

  /** Anybody may call. Say why a stranger may: the sentence is what a reviewer sees. */
  public static none(reason: string): Authorization {
    return new Authorization({ kind: 'none', reason: checkedReason('authorization', reason) });
  }

  /** @internal */
  public readonly _spec: AuthorizationSpec;
  /** @internal */
  public readonly _scopes: string[];

  private constructor(spec: AuthorizationSpec, scopes: string[] = []) {
    this._spec = spec;
    this._scopes = scopes;
  }

  /** The same authorizer, asking for these OAuth scopes: one Cognito authorization can serve routes with different scopes. */
  public withScopes(...scopes: string[]): Authorization {
    if (!this._takesScopes) refuse('scopes-without-cognito', { given: this._label });
    return new Authorization(this._spec, scopes);
  }

  /** @internal */
  public get _takesScopes(): boolean {
    const { _spec: spec } = this;
    switch (spec.kind) {
      case 'cognito':
      case 'jwt': return true;
      case 'authorizer': return spec.authorizer.authorizationType === AuthorizationType.COGNITO;
      case 'http-authorizer': return [undefined, 'JWT'].includes(httpAuthorizationType(spec.authorizer));
      default: return false;
    }
  }

  /** @internal The name people see in reports. */
  public get _label(): string {
    return LABELS[this._spec.kind];
  }
}

const LABELS: Record<AuthorizationSpec['kind'], string> = {
  'iam': 'IAM',
  'none': 'none',
  'cognito': 'Cognito',
  'jwt': 'JWT',
  'token': 'Lambda token',
  'request': 'Lambda request',
  'simple': 'Lambda yes-or-no',
  'authorizer': 'custom',
  'http-authorizer': 'custom',
  'ticket': 'ticket',
  'websocket-authorizer': 'custom',
};

/** What one made by hand says of itself, if it does: those the AWS CDK makes call it otherwise than those it imports. */
function httpAuthorizationType(authorizer: IHttpRouteAuthorizer): string | undefined {
  const { authorizationType, authorizerType } = authorizer as { authorizationType?: string; authorizerType?: string };
  return authorizationType ?? authorizerType;
}

/** AWS: "Audiences per authorizer". */
const MAX_AUDIENCES = 50;

function checkIssuer(issuer: string): void {
  if (!Token.isUnresolved(issuer) && !/^https:\/\/[^\s/?#]+[^\s?#]*$/.test(issuer)) refuse('jwt-issuer-malformed', { given: issuer });
}

function checkAudiences(audiences: string[]): void {
  if (Token.isUnresolved(audiences)) return;
  if (audiences.length === 0 || audiences.some((audience) => !Token.isUnresolved(audience) && audience.trim() === '')) refuse('jwt-without-audience', {});
  if (audiences.length > MAX_AUDIENCES) refuse('jwt-audiences-too-many', { given: audiences.length });
}

/** AWS: "Identity source" of a TOKEN authorizer. */
const TOKEN_SOURCE = /^method\.request\.header\.[^,\s]+$/;
/** AWS: "Identity sources" of a REQUEST authorizer. */
const REQUEST_SOURCE = /^(method\.request\.(header|querystring)|stageVariables|context)\.[^,\s]+$/;

function checkIdentitySource(source: string, valid: RegExp): void {
  if (!Token.isUnresolved(source) && !valid.test(source)) refuse('identity-source-malformed', { given: source });
}

interface CallerIdentity {
  readonly identitySources: string[];
  readonly ttl: Duration;
}

function checkedIdentity(options: LambdaRequestAuthorizationOptions): CallerIdentity {
  const identitySources = options.identitySources ?? [IdentitySource.header('Authorization')];
  identitySources.forEach((source) => checkIdentitySource(source, REQUEST_SOURCE));
  const ttl = checkedTtl(options.ttl);
  if (identitySources.length === 0 && secondsOf(ttl) !== 0) refuse('authorizer-cache-without-identity', { ttl: secondsOf(ttl) ?? '?' });
  return { identitySources, ttl };
}

/** Refuse to keep answers for longer than API Gateway does. */
export function checkedTtl(ttl: Duration = DEFAULT_TTL): Duration {
  const seconds = secondsOf(ttl);
  if (seconds !== undefined && (seconds < 0 || seconds > 3600)) refuse('authorizer-ttl-out-of-range', { given: seconds });
  return ttl;
}

function secondsOf(ttl: Duration): number | undefined {
  return ttl.isUnresolved() ? undefined : ttl.toSeconds();
}
