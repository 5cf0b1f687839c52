import type { Claims } from '../shared/claims';
import type { TicketHolder } from '../shared/ticket';

/** What of a caller goes into a ticket. */
export interface HolderTerms {
  readonly userClaim: string;
  /** Further claims, where the caller has them. */
  readonly claims: readonly string[];
}

/** Whom the ticket lets in; nothing when the claims do not say who it is. */
export function holderOf(claims: Claims, { userClaim, claims: names }: HolderTerms): TicketHolder | undefined {
  const user = claims[userClaim];
  if ((typeof user !== 'string' || user === '') && typeof user !== 'number') return undefined;
  const handedOn = names.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]);
  return { user: String(user), claims: Object.fromEntries(handedOn), expiresAt: expiryOf(claims.exp) };
}

/**
 * Seconds since 1970, however it is written: as it is in the token, as the text HTTP APIs make of it (`1.7E9` at times), or as the date REST APIs make of it
 * (`Tue Nov 05 19:29:22 UTC 2030`). IAM callers and functions of your own name no end, and 0 stands for that. What cannot be read is not taken for it.
 */
function expiryOf(exp: unknown): number {
  if (exp === undefined) return 0;
  const seconds = typeof exp === 'string' && /[a-z]{3}/i.test(exp) ? Date.parse(exp) / 1000 : Number(exp);
  if (!(seconds > 0)) throw new TypeError('the expiry of the caller cannot be read');
  return Math.floor(seconds);
}
