import { Duration } from 'aws-cdk-lib';
import type { IUserPoolClient } from 'aws-cdk-lib/aws-cognito';

/** Options of Cognito authorization. */
export interface CognitoAuthorizationOptions {
  /**
   * OAuth scopes, any one of which the access token must carry: `orders/write`.
   * A REST API wants an *access* token with scopes, and an *identity* token without. An HTTP or WebSocket API without scopes takes either.
   *
   * @default []
   */
  readonly scopes?: string[];

  /**
   * The app clients whose tokens count. An HTTP or WebSocket API must know them, because its authorizer compares the audience of a token;
   * a REST API takes tokens of every client of the pool and has no use for this.
   *
   * @default []
   */
  readonly clients?: IUserPoolClient[];

  /**
   * How long an accepted token is accepted again without a look. 0 to 3600 s (AWS: authorizer caching TTL).
   * For REST APIs, and HTTP APIs behind `EdgeProtection`; the authorizer of an HTTP API itself looks at every token, and that of a WebSocket API
   * at every connection.
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/** Whose JSON web tokens count. */
export interface JwtAuthorizationOptions {
  /**
   * Who issues the tokens: the URL in front of `/.well-known/openid-configuration`, exactly as it stands in the claim `iss`.
   */
  readonly issuer: string;

  /** For whom they are issued: a token must name one of these in `aud`, or in `client_id` if it has no `aud`. At most 50 (AWS: "Audiences"). */
  readonly audiences: string[];

  /**
   * OAuth scopes, any one of which the token must carry. At most 10 per route (AWS: "Scopes per route").
   *
   * @default []
   */
  readonly scopes?: string[];
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
   * Spelt as for REST APIs, `IdentitySource` of `aws-cdk-lib/aws-apigateway`; HTTP and WebSocket APIs get their own spelling. Pages that open
   * a WebSocket cannot send the header `Authorization`: name a query parameter, `Cookie` or `Sec-WebSocket-Protocol` there.
   *
   * @default [IdentitySource.header('Authorization')]
   */
  readonly identitySources?: string[];

  /**
   * How long an answer is reused. 0 to 3600 s (AWS: authorizer caching TTL). WebSocket APIs keep none.
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}
