import { Claims, scopesOf } from '../shared/claims';
import { checkToken, Tokens } from '../shared/token-check';

/** What is looked at of a request. */
export interface Asked {
  readonly originHeader: string | undefined;
  readonly authorization: string | undefined;
}

/** What the check relies on. */
export interface Ports {
  readonly secrets: { accepts(value: string): Promise<boolean> };
  /** None when anybody may call through CloudFront. */
  readonly tokens?: Tokens;
}

/** What comes of it. A refusal has a word for the log; the caller gets none. */
export type Verdict =
  | { readonly allowed: true; readonly bearer?: Bearer }
  | { readonly allowed: false; readonly reason: string };

/** Who called. */
export interface Bearer {
  readonly claims: Claims;
  readonly scopes: readonly string[];
}

/**
 * Whether a request came through CloudFront and, if that is asked, with a token that counts.
 * Throws when it cannot be known: then nobody gets in, and nothing is remembered about the caller.
 */
export async function check({ originHeader, authorization }: Asked, { secrets, tokens }: Ports): Promise<Verdict> {
  if (!await secrets.accepts(originHeader ?? '')) return refused('origin-header');
  if (!tokens) return { allowed: true };
  // API Gateway takes tokens with and without the word.
  const token = (authorization ?? '').replace(/^bearer\s+/i, '');
  if (token === '') return refused('token-missing');
  const checked = await checkToken(token, tokens);
  if ('refused' in checked) return refused(checked.refused);
  return { allowed: true, bearer: { claims: checked.claims, scopes: scopesOf(checked.claims) } };
}

function refused(reason: string): Verdict {
  return { allowed: false, reason };
}
