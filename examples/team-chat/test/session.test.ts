import { createHash } from 'node:crypto';
import { Cognito, SignInNeeded } from '../web/session/cognito';
import { Memory, Session } from '../web/session/session';

const PAGE = 'https://chat.example/';
const cognito = new Cognito({ domain: 'https://login.example', clientId: 'client' }, PAGE);

/** sessionStorage, and what was asked of the token endpoint. */
let memory: Memory;
let asked: Record<string, string>[];
let answer: () => Response;

beforeEach(() => {
  const values = new Map<string, string>();
  memory = {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
  asked = [];
  answer = () => tokens('first');
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, { body } = {}) => {
    asked.push(Object.fromEntries(body as URLSearchParams));
    return answer();
  });
});
afterEach(() => jest.restoreAllMocks());

const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const tokens = (refresh: string | undefined, seconds = 3600, user = 'ada') => {
  return Response.json({ access_token: jwt({ username: user }), refresh_token: refresh, expires_in: seconds });
};
const newSession = () => new Session(cognito, memory);

/** Signs in as far as the redirect. */
async function leave(session: Session, query = '?room=lunch'): Promise<URLSearchParams> {
  return new URL(await session.signInUrl(query)).searchParams;
}

/** The whole way. */
async function signedIn(): Promise<Session> {
  const session = newSession();
  const state = (await leave(session)).get('state') ?? '';
  await session.comeBack(new URLSearchParams({ code: 'code', state }));
  return session;
}

describe('signing in', () => {
  test('asks for a code, with a proof and a state, for this page', async () => {
    const query = await leave(newSession());
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: PAGE,
      scope: 'openid',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('redeems the code with what the proof was made of, and goes on where one was', async () => {
    const session = newSession();
    const query = await leave(session);
    expect(await session.comeBack(new URLSearchParams({ code: 'the-code', state: query.get('state') ?? '' }))).toEqual({ query: '?room=lunch' });
    expect(asked).toEqual([{
      grant_type: 'authorization_code', client_id: 'client', code: 'the-code', redirect_uri: PAGE, code_verifier: expect.any(String),
    }]);
    expect(createHash('sha256').update(asked[0]?.code_verifier ?? '').digest('base64url')).toBe(query.get('code_challenge'));
    expect([session.signedIn, session.user]).toEqual([true, 'ada']);
  });

  test('a code that this tab did not ask for is not redeemed', async () => {
    const session = newSession();
    await leave(session);
    const back = await session.comeBack(new URLSearchParams({ code: 'planted', state: 'planted' }));
    expect(back?.problem).toContain('not started here');
    expect([asked, session.signedIn]).toEqual([[], false]);
  });

  test('a code is redeemed once, however often the page is loaded with it', async () => {
    const session = newSession();
    const query = new URLSearchParams({ code: 'code', state: (await leave(session)).get('state') ?? '' });
    await session.comeBack(query);
    expect(await newSession().comeBack(query)).toEqual({ query: '', problem: undefined });
    expect(asked).toHaveLength(1);
  });

  test.each<[string, () => Response]>([
    ['the endpoint refuses', () => Response.json({ error: 'invalid_grant' }, { status: 400 })],
    ['it answers something else', () => Response.json({ hello: 'world' })],
    ['it is broken', () => new Response('', { status: 500 })],
    ['there is no network', () => { throw new TypeError('fetch failed'); }],
  ])('fails with a word when %s', async (_what, reply) => {
    answer = reply;
    const session = newSession();
    const back = await session.comeBack(new URLSearchParams({ code: 'code', state: (await leave(session)).get('state') ?? '' }));
    expect([back?.problem, session.signedIn]).toEqual(['Signing in did not work. Please try again.', false]);
  });

  test('who turns back is told so', async () => {
    const session = newSession();
    const state = (await leave(session)).get('state') ?? '';
    expect((await session.comeBack(new URLSearchParams({ error: 'access_denied', state })))?.problem).toContain('not signed in');
  });

  test('any other address is none of its business', async () => {
    expect(await newSession().comeBack(new URLSearchParams('room=lunch'))).toBeUndefined();
  });
});

describe('a session', () => {
  test('goes on when the page is loaded again', async () => {
    await signedIn();
    expect(newSession().user).toBe('ada');
  });

  test('renews a token that is about to end, once for everybody who asks', async () => {
    answer = () => tokens('first', 30);
    const session = await signedIn();
    answer = () => tokens('second', 3600, 'ada2');
    const [one, other] = await Promise.all([session.token(), session.token()]);
    expect([one, asked.length]).toEqual([other, 2]);
    expect(asked[1]).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'first' });
    await session.token();
    expect(asked).toHaveLength(2);
  });

  test('keeps its refresh token when none comes with the new one', async () => {
    answer = () => tokens('only', 30);
    const session = await signedIn();
    answer = () => tokens(undefined, 30);
    await session.token();
    await session.token();
    expect(asked.slice(1)).toMatchObject([{ refresh_token: 'only' }, { refresh_token: 'only' }]);
  });

  test('ends when the refresh token is refused', async () => {
    answer = () => tokens('first', 30);
    const session = await signedIn();
    answer = () => Response.json({ error: 'invalid_grant' }, { status: 400 });
    await expect(session.token()).rejects.toThrow(SignInNeeded);
    expect([session.signedIn, newSession().signedIn]).toEqual([false, false]);
  });

  test.each([429, 500, 503])('does not end because the endpoint answers %d', async (status) => {
    answer = () => tokens('first', 30);
    const session = await signedIn();
    answer = () => new Response('', { status });
    await expect(session.token()).rejects.not.toThrow(SignInNeeded);
    expect(session.signedIn).toBe(true);
  });

  test('leaves nothing behind when one signs out, here or there', async () => {
    const session = await signedIn();
    expect(await session.signOut()).toBe('https://login.example/logout?client_id=client&logout_uri=https%3A%2F%2Fchat.example%2F');
    expect(asked.at(-1)).toEqual({ client_id: 'client', token: 'first' });
    expect([session.signedIn, newSession().signedIn]).toEqual([false, false]);
  });

  test('whose memory was tampered with is none', () => {
    memory.setItem('team-chat.tokens', '{');
    expect(newSession().signedIn).toBe(false);
  });
});
