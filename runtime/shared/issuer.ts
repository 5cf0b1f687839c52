import { JwtVerifier } from 'aws-jwt-verify';
import {
  FailedAssertionError, JwtExpiredError, JwtInvalidIssuerError, JwtInvalidSignatureAlgorithmError, JwtInvalidSignatureError, JwtNotBeforeError,
  JwtParseError, JwtWithoutValidKidError, KidNotFoundInJwksError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Now } from './accepted-secrets';
import type { Claims } from './claims';
import { TokenRefused } from './token-check';

/** Gets a document. Throws unless it got one. */
export type Get = (url: string) => Promise<ArrayBuffer>;

/** An issuer of tokens, and how to reach it. */
export interface IssuerOptions {
  readonly issuer: string;
  /** @default issuer */
  readonly endpoint?: string;
  readonly get: Get;
  readonly now: Now;
}

type Verifier = { verify(token: string): Promise<Claims> };

/** A key that was taken back is not trusted for longer than this; new keys are found at once. API Gateway says two hours of itself. */
const KEYS_KEPT_FOR = 60 * 60_000;

/** What the library says of a token that will never do, and what we call it; the first that fits. Everything else is a failure of ours or the issuer's. */
const REFUSALS = [
  [JwtExpiredError, 'token-expired'],
  [JwtNotBeforeError, 'token-not-yet-valid'],
  [JwtInvalidIssuerError, 'token-issuer'],
  [JwtInvalidSignatureAlgorithmError, 'token-algorithm'],
  [JwtInvalidSignatureError, 'token-signature'],
  [JwtWithoutValidKidError, 'token-key'],
  [KidNotFoundInJwksError, 'token-key'],
  [JwtParseError, 'token-malformed'],
  [FailedAssertionError, 'token-malformed'],
] as const;

/** Checks signature, issuer, expiry and beginning of tokens, with the keys the issuer publishes (OpenID Connect Discovery 1.0). */
export class Issuer {
  private verifier?: Verifier;
  private madeAt = -Infinity;

  constructor(private readonly options: IssuerOptions) {}

  public async verify(token: string): Promise<Claims> {
    const verifier = await this.current();
    try {
      return await verifier.verify(token);
    } catch (error) {
      const refusal = REFUSALS.find(([type]) => error instanceof type);
      throw refusal ? new TokenRefused(refusal[1]) : error;
    }
  }

  private async current(): Promise<Verifier> {
    const { now } = this.options;
    if (this.verifier && now() - this.madeAt < KEYS_KEPT_FOR) return this.verifier;
    this.verifier = await this.discover();
    this.madeAt = now();
    return this.verifier;
  }

  /** Audience and scopes are not the library's business: API Gateway has rules of its own for them. */
  private async discover(): Promise<Verifier> {
    const { issuer, endpoint = issuer, get } = this.options;
    const url = `${endpoint.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const jwksUri = keysIn(JSON.parse(Buffer.from(await get(url)).toString('utf8')), issuer);
    if (new URL(jwksUri).protocol !== new URL(url).protocol) throw new TypeError('the keys of the issuer are not where its configuration is safe');
    return JwtVerifier.create({ issuer, audience: null, jwksUri }, { jwksCache: new SimpleJwksCache({ fetcher: { fetch: get } }) });
  }
}

function keysIn(configuration: unknown, issuer: string): string {
  const { issuer: named, jwks_uri: keys } = Object(configuration) as Record<string, unknown>;
  if (named !== issuer) throw new TypeError('the configuration is that of another issuer');
  if (typeof keys !== 'string') throw new TypeError('the configuration of the issuer has no jwks_uri');
  return keys;
}
