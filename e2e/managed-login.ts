import { createHash, randomBytes } from 'crypto';
import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { Aws } from './aws';
import { mailedCode } from './customer';
import { Emulator } from './emulator';
import { Failure } from './failure';

const PASSWORD = 'Corr3ct-horse-battery!';

/** What a page knows of the place where people sign in. */
export interface Login {
  readonly clientId: string;
  /** Where they come back to. */
  readonly pageUrl: string;
}

export interface SignedIn {
  readonly access: string;
  readonly id: string;
}

/** Cognito's sign-in pages, used as a browser would. */
export class ManagedLogin {
  constructor(private readonly aws: Aws, private readonly emulator: Emulator, private readonly login: Login) {}

  /** Somebody new: signs up with a name of their own and types in the code from the e-mail. */
  async signUp(name: string): Promise<void> {
    const email = `${name}@team.example`;
    const user = { ClientId: this.login.clientId, Username: name };
    await this.aws.cognito.send(new SignUpCommand({ ...user, Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: email }] }));
    await this.aws.cognito.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: await mailedCode(this.emulator, email) }));
  }

  /** Authorization code with PKCE. */
  async signIn(name: string): Promise<SignedIn> {
    const verifier = randomBytes(32).toString('base64url');
    const code = await this.code(name, { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' });
    const { status, tokens } = await this.redeem(code, verifier);
    if (!tokens) throw new Failure(`${name} gets no token: ${status}`);
    return tokens;
  }

  /** What it answers to a code without the secret it was asked for with. */
  async refusesStolenCode(name: string): Promise<void> {
    const code = await this.code(name, { code_challenge: createHash('sha256').update('a').digest('base64url'), code_challenge_method: 'S256' });
    if ((await this.redeem(code, 'b')).status !== 400) throw new Failure('it was redeemed');
  }

  /** The form asks for a name and a password, and leads back to the page with a code. */
  private async code(name: string, challenge: Record<string, string>): Promise<string> {
    const { clientId, pageUrl } = this.login;
    const asked = { response_type: 'code', client_id: clientId, redirect_uri: pageUrl, scope: 'openid', state: 'here', ...challenge };
    const form = await fetch(`${this.emulator.endpoint}/oauth2/authorize?${new URLSearchParams(asked).toString()}`);
    if (form.status !== 200) throw new Failure(`no form to sign in with: ${form.status} ${await form.text()}`);
    const body = new URLSearchParams({ ...asked, username: name, password: PASSWORD });
    const back = await fetch(`${this.emulator.endpoint}/login`, { method: 'POST', body, redirect: 'manual' });
    const location = new URL(back.headers.get('location') ?? 'none:');
    if (`${location.origin}${location.pathname}` !== pageUrl || location.searchParams.get('state') !== 'here') throw new Failure(`led to ${location.href}`);
    return location.searchParams.get('code') ?? '';
  }

  private async redeem(code: string, verifier: string): Promise<{ status: number; tokens?: SignedIn }> {
    const { clientId, pageUrl } = this.login;
    const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, redirect_uri: pageUrl, code, code_verifier: verifier });
    const response = await fetch(`${this.emulator.endpoint}/oauth2/token`, { method: 'POST', body });
    const { access_token: access = '', id_token: id = '' } = await response.json() as { access_token?: string; id_token?: string };
    return { status: response.status, tokens: access ? { access, id } : undefined };
  }
}
