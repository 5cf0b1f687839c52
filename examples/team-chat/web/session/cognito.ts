import { Proof } from './pkce';
import { Tokens, tokensFrom } from './tokens';

/** The managed login of a user pool, and the page's own app client: a public one, without a secret. */
export interface SignInSettings {
  /** `https://<prefix>.auth.<region>.amazoncognito.com`, or a domain of one's own. */
  readonly domain: string;
  readonly clientId: string;
}

/** Somebody has to sign in again: trying once more does not help. */
export class SignInNeeded extends Error {}

/** The endpoints of Cognito's authorization server: authorization code with PKCE, refresh, revocation. */
export class Cognito {
  /** `page` is where sign-in and sign-out come back to; the app client must list it for both. */
  constructor(private readonly settings: SignInSettings, private readonly page: string) {}

  signInUrl({ challenge }: Proof, state: string): string {
    return this.url('/oauth2/authorize', {
      response_type: 'code',
      client_id: this.settings.clientId,
      redirect_uri: this.page,
      scope: 'openid',
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
  }

  signOutUrl(): string {
    return this.url('/logout', { client_id: this.settings.clientId, logout_uri: this.page });
  }

  async redeem(code: string, verifier: string): Promise<Tokens> {
    return this.tokens({ grant_type: 'authorization_code', code, redirect_uri: this.page, code_verifier: verifier });
  }

  async refresh(before: Tokens): Promise<Tokens> {
    if (!before.refresh) throw new SignInNeeded('there is no refresh token');
    return this.tokens({ grant_type: 'refresh_token', refresh_token: before.refresh }, before);
  }

  /** The refresh token is worth nothing from now on. The answer cannot be read from another origin, and nobody waits for it. */
  async revoke({ refresh }: Tokens): Promise<void> {
    if (refresh) await fetch(this.url('/oauth2/revoke'), { ...this.form({ token: refresh }), mode: 'no-cors', keepalive: true });
  }

  private async tokens(grant: Record<string, string>, before?: Tokens): Promise<Tokens> {
    const response = await fetch(this.url('/oauth2/token'), this.form(grant));
    if (response.status >= 400 && response.status < 500 && response.status !== 429) throw new SignInNeeded(`the token endpoint answered ${response.status}`);
    const tokens = response.ok ? tokensFrom(await response.json(), before) : undefined;
    if (!tokens) throw new TypeError(`the token endpoint answered ${response.status}`);
    return tokens;
  }

  private form(fields: Record<string, string>): RequestInit {
    return { method: 'POST', body: new URLSearchParams({ client_id: this.settings.clientId, ...fields }), credentials: 'omit' };
  }

  private url(path: string, query: Record<string, string> = {}): string {
    const parameters = new URLSearchParams(query).toString();
    return `${this.settings.domain}${path}${parameters ? `?${parameters}` : ''}`;
  }
}
