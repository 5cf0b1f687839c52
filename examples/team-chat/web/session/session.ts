import { Cognito, SignInNeeded } from './cognito';
import { newProof, randomText } from './pkce';
import { Tokens, userOf } from './tokens';

/** What the page remembers between two loads: sessionStorage, which ends with the tab and no other tab reads. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const TOKENS = 'team-chat.tokens';
const ATTEMPT = 'team-chat.sign-in';

/** A token with less than this left is renewed before it is used. */
const SPARE_MS = 60_000;

/** How the page comes back from sign-in: who it is, or why not. */
export interface Return { readonly query: string; readonly problem?: string }

/** Who is signed in, in this tab. */
export class Session {
  private tokens?: Tokens;
  private renewal?: Promise<Tokens>;

  constructor(private readonly cognito: Cognito, private readonly memory: Memory) {
    this.tokens = stored<Tokens>(memory, TOKENS);
  }

  get signedIn(): boolean {
    return this.tokens !== undefined;
  }

  /** The name that everybody sees. */
  get user(): string {
    return this.tokens ? userOf(this.tokens) : '';
  }

  /** Where to go to sign in. `query` is what the page shows afterwards. */
  async signInUrl(query: string): Promise<string> {
    const proof = await newProof();
    const state = randomText();
    this.memory.setItem(ATTEMPT, JSON.stringify({ state, verifier: proof.verifier, query }));
    return this.cognito.signInUrl(proof, state);
  }

  /** Back from there. Nothing when the page was opened in any other way. */
  async comeBack(query: URLSearchParams): Promise<Return | undefined> {
    const state = query.get('state');
    if (!state || !(query.has('code') || query.has('error'))) return undefined;
    const attempt = stored<{ state: string; verifier: string; query: string }>(this.memory, ATTEMPT);
    this.memory.removeItem(ATTEMPT);
    // Not what this tab has asked for: somebody else's link, or an old one.
    if (attempt?.state !== state) return { query: '', problem: this.signedIn ? undefined : 'That sign-in was not started here, or long ago. Please sign in again.' };
    const code = query.get('code');
    if (!code) return { query: attempt.query, problem: 'You were not signed in. Please try again.' };
    return this.cognito.redeem(code, attempt.verifier).then((tokens) => {
      this.keep(tokens);
      return { query: attempt.query };
    }, () => ({ query: attempt.query, problem: 'Signing in did not work. Please try again.' }));
  }

  /** A token that is good for a while yet. Throws `SignInNeeded` when there is none to be had. */
  async token(): Promise<string> {
    if (!this.tokens) throw new SignInNeeded('nobody is signed in');
    if (this.tokens.expiresAt - Date.now() > SPARE_MS) return this.tokens.access;
    // Once for everybody who asks meanwhile: a refresh token may be good for one use.
    this.renewal ??= this.renew(this.tokens).finally(() => { this.renewal = undefined; });
    return (await this.renewal).access;
  }

  /** Forget everything. Answers where to go, so that the managed login forgets too. */
  async signOut(): Promise<string> {
    const tokens = this.tokens;
    this.forget();
    if (tokens) await this.cognito.revoke(tokens).catch(() => undefined); // without a network it runs out by itself
    return this.cognito.signOutUrl();
  }

  private async renew(before: Tokens): Promise<Tokens> {
    return this.cognito.refresh(before).then((tokens) => this.keep(tokens), (error: unknown) => {
      if (error instanceof SignInNeeded) this.forget();
      throw error;
    });
  }

  private keep(tokens: Tokens): Tokens {
    this.tokens = tokens;
    this.memory.setItem(TOKENS, JSON.stringify(tokens));
    return tokens;
  }

  private forget(): void {
    this.tokens = undefined;
    this.memory.removeItem(TOKENS);
  }
}

function stored<T>(memory: Memory, key: string): T | undefined {
  try {
    return JSON.parse(memory.getItem(key) ?? 'null') as T ?? undefined;
  } catch {
    return undefined;
  }
}
