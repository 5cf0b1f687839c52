import { Duration, Token } from 'aws-cdk-lib';
import { AuthorizationType, IAuthorizer, IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { checkedReason } from '../core/reason';
import { refuse } from '../core/refuse';

/** How long an authorizer's answer may be reused when nobody says. It is the service's own default. */
const DEFAULT_TTL = Duration.minutes(5);

/** Options of Cognito authorization. */
export interface CognitoAuthorizationOptions {
  /**
   * OAuth scopes, any one of which the access token must carry: `orders/write`.
   * With scopes, API Gateway wants an *access* token; without, an *identity* token.
   *
   * @default []
   */
  readonly scopes?: string[];

  /**
   * How long an accepted token is accepted again without a look. 0 to 3600 s (AWS: authorizer caching TTL).
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/** Options of an authorizer Lambda that is shown one token. */
export interface LambdaTokenAuthorizationOptions {
  /**
   * The header the token is in. Answers are kept by its value.
   *
   * @default IdentitySource.header('Authorization')
   */
  readonly identitySource?: string;

  /**
   * A regular expression the token must match before the Lambda is asked at all: cheap protection against noise.
   *
   * @default - every token is shown to the Lambda
   */
  readonly tokenPattern?: string;

  /**
   * How long an answer is reused. 0 to 3600 s (AWS: authorizer caching TTL).
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/** Options of an authorizer Lambda that is shown the request. */
export interface LambdaRequestAuthorizationOptions {
  /**
   * What tells callers apart: answers are kept by these values, and a request that lacks one is refused without asking.
   *
   * @default [IdentitySource.header('Authorization')]
   */
  readonly identitySources?: string[];

  /**
   * How long an answer is reused. 0 to 3600 s (AWS: authorizer caching TTL).
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/** @internal What an engine needs to know to carry an authorization out. */
export type AuthorizationSpec =
  | { readonly kind: 'iam' }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'cognito'; readonly userPools: IUserPool[]; readonly ttl: Duration }
  | { readonly kind: 'token'; readonly handler: IFunction; readonly identitySource: string; readonly tokenPattern?: string; readonly ttl: Duration }
  | { readonly kind: 'request'; readonly handler: IFunction; readonly identitySources: string[]; readonly ttl: Duration }
  | { readonly kind: 'authorizer'; readonly authorizer: IAuthorizer };

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

  /** Users of Cognito user pools. API Gateway checks signature, expiry and scopes itself; no code of yours runs. */
  public static cognito(userPools: IUserPool[], options: CognitoAuthorizationOptions = {}): Authorization {
    if (userPools.length === 0) refuse('authorization-without-user-pool', {});
    return new Authorization({ kind: 'cognito', userPools, ttl: checkedTtl(options.ttl) }, options.scopes);
  }

  /** A Lambda function is shown one token and answers with a policy. */
  public static lambdaToken(handler: IFunction, options: LambdaTokenAuthorizationOptions = {}): Authorization {
    const identitySource = options.identitySource ?? IdentitySource.header('Authorization');
    checkIdentitySource(identitySource, TOKEN_SOURCE);
    return new Authorization({ kind: 'token', handler, identitySource, tokenPattern: options.tokenPattern, ttl: checkedTtl(options.ttl) });
  }

  /** A Lambda function is shown headers, query, path and context, and answers with a policy. */
  public static lambdaRequest(handler: IFunction, options: LambdaRequestAuthorizationOptions = {}): Authorization {
    const identitySources = options.identitySources ?? [IdentitySource.header('Authorization')];
    identitySources.forEach((source) => checkIdentitySource(source, REQUEST_SOURCE));
    const ttl = checkedTtl(options.ttl);
    if (identitySources.length === 0 && secondsOf(ttl) !== 0) refuse('authorizer-cache-without-identity', { ttl: secondsOf(ttl) ?? '?' });
    return new Authorization({ kind: 'request', handler, identitySources, ttl });
  }

  /** An authorizer you made yourself. One of Cognito must say so in its `authorizationType`; all others are taken for Lambda authorizers. */
  public static authorizer(authorizer: IAuthorizer): Authorization {
    return new Authorization({ kind: 'authorizer', authorizer });
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
    if (!this.takesScopes()) refuse('scopes-without-cognito', { given: this._label });
    return new Authorization(this._spec, scopes);
  }

  private takesScopes(): boolean {
    const { _spec: spec } = this;
    return spec.kind === 'cognito' || (spec.kind === 'authorizer' && spec.authorizer.authorizationType === AuthorizationType.COGNITO);
  }

  /** @internal The name people see in reports. */
  public get _label(): string {
    return { iam: 'IAM', none: 'none', cognito: 'Cognito', token: 'Lambda token', request: 'Lambda request', authorizer: 'custom' }[this._spec.kind];
  }
}

/** AWS: "Identity source" of a TOKEN authorizer. */
const TOKEN_SOURCE = /^method\.request\.header\.[^,\s]+$/;
/** AWS: "Identity sources" of a REQUEST authorizer. */
const REQUEST_SOURCE = /^(method\.request\.(header|querystring)|stageVariables|context)\.[^,\s]+$/;

function checkIdentitySource(source: string, valid: RegExp): void {
  if (!Token.isUnresolved(source) && !valid.test(source)) refuse('identity-source-malformed', { given: source });
}

function checkedTtl(ttl: Duration = DEFAULT_TTL): Duration {
  const seconds = secondsOf(ttl);
  if (seconds !== undefined && (seconds < 0 || seconds > 3600)) refuse('authorizer-ttl-out-of-range', { given: seconds });
  return ttl;
}

function secondsOf(ttl: Duration): number | undefined {
  return ttl.isUnresolved() ? undefined : ttl.toSeconds();
}
