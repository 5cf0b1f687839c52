/** The payload of a token whose signature is good. */
export type Claims = Readonly<Record<string, unknown>>;

/** Whose tokens count. */
export interface Terms {
  readonly audiences: readonly string[];
  /** Any one of them; none means that no scope is asked. */
  readonly scopes: readonly string[];
}

/**
 * What is wrong with the claims, by the rules of API Gateway's own JWT authorizers (developer guide, "Control access to HTTP APIs with JWT
 * authorizers"). Issuer, expiry and beginning were checked with the signature; a token that never expires is refused.
 */
export function violationOf(claims: Claims, { audiences, scopes }: Terms): string | undefined {
  if (typeof claims.exp !== 'number') return 'token-without-expiry';
  if (!overlap(audiencesOf(claims), audiences)) return 'token-audience';
  if (scopes.length > 0 && !overlap(scopesOf(claims), scopes)) return 'token-scope';
  return undefined;
}

/** `client_id` counts only if there is no `aud`: access tokens of Cognito are like that. */
function audiencesOf({ aud, client_id: clientId }: Claims): string[] {
  return strings(aud ?? clientId);
}

/** Words with spaces between them, or a list. */
export function scopesOf({ scope, scp }: Claims): string[] {
  return strings(scope ?? scp).flatMap((words) => words.split(' ')).filter((word) => word !== '');
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.includes(one));
}
