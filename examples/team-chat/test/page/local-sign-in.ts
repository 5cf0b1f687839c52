import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { USER_CLAIM } from '../../handlers/http/route';

interface Grant { readonly user: string; readonly challenge: string; readonly redirectUri: string }

const CLIENT = 'page-client';

/**
 * A managed login as the page sees Cognito's: authorization code with PKCE, refresh tokens good for one use, revocation, sign-out.
 * Everybody may sign in under the name they give. Tokens are signed with a key nobody else has.
 */
export class LocalSignIn {
  readonly clientId = CLIENT;
  /** How long access tokens live. */
  tokenSeconds = 3600;
  private readonly key = randomBytes(32);
  private readonly codes = new Map<string, Grant>();
  private readonly refreshTokens = new Map<string, string>();

  /** Who a token of ours is about, or nobody. */
  userOf(authorization = ''): string | undefined {
    const [head = '', body = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.');
    const expected = this.signed(`${head}.${body}`);
    if (signature.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return undefined;
    const { exp, [USER_CLAIM]: user } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp: number; [USER_CLAIM]: string };
    return exp > Date.now() / 1000 ? user : undefined;
  }

  /** Sessions end everywhere: as when an administrator signs everybody out. */
  revokeAll(): void {
    this.refreshTokens.clear();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sign-in');
    const route = `${request.method} ${pathname}`;
    if (route === 'GET /oauth2/authorize') return this.form(searchParams, response);
    if (route === 'POST /oauth2/authorize') return this.signIn(await fieldsOf(request), response);
    if (route === 'POST /oauth2/token') return this.token(await fieldsOf(request), response);
    if (route === 'POST /oauth2/revoke') return this.revoke(await fieldsOf(request), response);
    if (route === 'GET /logout') return redirect(response, searchParams.get('logout_uri') ?? '');
    response.writeHead(404).end();
  }

  private form(query: URLSearchParams, response: ServerResponse): void {
    const isOurs = query.get('client_id') === CLIENT && query.get('response_type') === 'code' && query.get('code_challenge_method') === 'S256';
    if (!isOurs) return void response.writeHead(400).end();
    const hidden = ['redirect_uri', 'state', 'code_challenge'].map((name) => `<input type="hidden" name="${name}" value="${escaped(query.get(name) ?? '')}">`);
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Sign in</title><form method="post"><label>User name <input name="user"></label>${hidden.join('')}<button>Sign in</button></form>`);
  }

  private signIn(fields: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(16).toString('hex');
    const redirectUri = fields.get('redirect_uri') ?? '';
    this.codes.set(code, { user: fields.get('user') ?? '', challenge: fields.get('code_challenge') ?? '', redirectUri });
    redirect(response, `${redirectUri}?${new URLSearchParams({ code, state: fields.get('state') ?? '' }).toString()}`);
  }

  private token(fields: URLSearchParams, response: ServerResponse): void {
    const user = fields.get('grant_type') === 'refresh_token' ? this.refreshed(fields) : this.redeemed(fields);
    const answer = user === undefined ? { error: 'invalid_grant' } : this.tokensFor(user);
    response.writeHead(user === undefined ? 400 : 200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
    response.end(JSON.stringify(answer));
  }

  private redeemed(fields: URLSearchParams): string | undefined {
    const code = fields.get('code') ?? '';
    const grant = this.codes.get(code);
    this.codes.delete(code);
    const challenge = createHash('sha256').update(fields.get('code_verifier') ?? '').digest('base64url');
    return grant?.challenge === challenge && grant.redirectUri === fields.get('redirect_uri') ? grant.user : undefined;
  }

  private refreshed(fields: URLSearchParams): string | undefined {
    const token = fields.get('refresh_token') ?? '';
    const user = this.refreshTokens.get(token);
    this.refreshTokens.delete(token);
    return user;
  }

  private revoke(fields: URLSearchParams, response: ServerResponse): void {
    this.refreshTokens.delete(fields.get('token') ?? '');
    response.writeHead(200).end();
  }

  private tokensFor(user: string): object {
    const refresh = randomBytes(16).toString('hex');
    this.refreshTokens.set(refresh, user);
    const claims = { [USER_CLAIM]: user, client_id: CLIENT, exp: Math.floor(Date.now() / 1000) + this.tokenSeconds };
    const content = [{ alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return { access_token: `${content}.${this.signed(content)}`, refresh_token: refresh, expires_in: this.tokenSeconds, token_type: 'Bearer' };
  }

  private signed(content: string): string {
    return createHmac('sha256', this.key).update(content).digest('base64url');
  }
}

async function fieldsOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location }).end();
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
