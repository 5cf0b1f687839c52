import { Claims, Terms, violationOf } from './claims';

/** Whose tokens count, and who can tell. */
export interface Tokens {
  readonly terms: Terms;
  /** Throws `TokenRefused`, or anything else when it could not be checked. */
  verify(token: string): Promise<Claims>;
}

/** A token that will never do, as opposed to one that could not be checked. */
export class TokenRefused extends Error {
  public override readonly name = 'TokenRefused';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** What became of a token: its claims, or a word for the log. */
export type Checked = { readonly claims: Claims } | { readonly refused: string };

/** Throws when it cannot be known. */
export async function checkToken(token: string, { terms, verify }: Tokens): Promise<Checked> {
  try {
    const claims = await verify(token);
    const refused = violationOf(claims, terms);
    return refused === undefined ? { claims } : { refused };
  } catch (error) {
    if (error instanceof TokenRefused) return { refused: error.reason };
    throw error;
  }
}
