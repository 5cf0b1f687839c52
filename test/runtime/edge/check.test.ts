import { check, Ports, TokenRefused } from '../../../runtime/edge/check';
import { Claims, scopesOf, Terms, violationOf } from '../../../runtime/edge/claims';

const TERMS: Terms = { audiences: ['shop', 'office'], scopes: [] };
const CLAIMS: Claims = { sub: 'ann', aud: 'shop', exp: 2_000_000_000 };

/** A world in which the secret is `secret` and the only token is `good`. */
function ports(terms?: Terms, claims: Claims = CLAIMS): Ports & { readonly verified: string[] } {
  const verified: string[] = [];
  const verify = async (token: string) => {
    verified.push(token);
    if (token === 'good') return claims;
    throw token === 'unknowable' ? new Error('the issuer is away') : new TokenRefused('token-signature');
  };
  return { verified, secrets: { accepts: async (value) => value === 'secret' }, ...terms && { tokens: { terms, verify } } };
}

describe('a request', () => {
  test('with the secret gets in where anybody may call', async () => {
    expect(await check({ originHeader: 'secret', authorization: undefined }, ports())).toEqual({ allowed: true });
  });

  test.each([undefined, '', 'Secret', 'secret,secret'])('with %p for a secret does not, and its token is not even looked at', async (originHeader) => {
    const world = ports(TERMS);
    expect(await check({ originHeader, authorization: 'Bearer good' }, world)).toEqual({ allowed: false, reason: 'origin-header' });
    expect(world.verified).toEqual([]);
  });

  test.each(['Bearer good', 'bearer  good', 'good'])('with the secret and "%s" gets in, and the handler learns who it is', async (authorization) => {
    expect(await check({ originHeader: 'secret', authorization }, ports(TERMS))).toEqual({ allowed: true, bearer: { claims: CLAIMS, scopes: [] } });
  });

  test.each([undefined, '', 'Bearer '])('with the secret and the token %p does not', async (authorization) => {
    expect(await check({ originHeader: 'secret', authorization }, ports(TERMS))).toEqual({ allowed: false, reason: 'token-missing' });
  });

  test('with a token that will never do is refused for its reason', async () => {
    expect(await check({ originHeader: 'secret', authorization: 'bad' }, ports(TERMS))).toEqual({ allowed: false, reason: 'token-signature' });
  });

  test('whose token cannot be checked is a failure, not a refusal', async () => {
    await expect(check({ originHeader: 'secret', authorization: 'unknowable' }, ports(TERMS))).rejects.toThrow('the issuer is away');
  });

  test('with a good token for others is refused', async () => {
    const world = ports({ audiences: ['bank'], scopes: [] });
    expect(await check({ originHeader: 'secret', authorization: 'good' }, world)).toEqual({ allowed: false, reason: 'token-audience' });
  });
});

describe('claims', () => {
  test.each<[string, Claims, string | undefined]>([
    ['one of the audiences', { aud: 'office' }, undefined],
    ['one of the audiences in a list', { aud: ['bank', 'shop'] }, undefined],
    ['a client id and no audience', { aud: undefined, client_id: 'shop' }, undefined],
    ['a client id beside the audience of others', { aud: 'bank', client_id: 'shop' }, 'token-audience'],
    ['the beginning of an audience', { aud: 'sho' }, 'token-audience'],
    ['an audience that is no text', { aud: { shop: true } }, 'token-audience'],
    ['neither audience nor client id', { aud: undefined }, 'token-audience'],
    ['no expiry', { exp: undefined }, 'token-without-expiry'],
    ['an expiry that is no number', { exp: '2000000000' }, 'token-without-expiry'],
  ])('with %s', (_, claims, violation) => {
    expect(violationOf({ ...CLAIMS, ...claims }, TERMS)).toBe(violation);
  });

  test.each<[Claims, string | undefined]>([
    [{ scope: 'orders/read' }, undefined],
    [{ scope: 'profile orders/write' }, undefined],
    [{ scp: ['profile', 'orders/read'] }, undefined],
    [{ scp: 'profile orders/read' }, undefined],
    [{ scope: 'profile' }, 'token-scope'],
    [{ scope: 'orders/read-only' }, 'token-scope'],
    [{ scope: '' }, 'token-scope'],
    [{ scope: 7 }, 'token-scope'],
    [{}, 'token-scope'],
  ])('%j against two scopes, of which one is enough', (claims, violation) => {
    expect(violationOf({ ...CLAIMS, ...claims }, { ...TERMS, scopes: ['orders/read', 'orders/write'] })).toBe(violation);
  });

  test('have their scopes as a list, whichever way the issuer writes them', () => {
    expect([{ scope: 'a  b ' }, { scp: ['a', 'b'] }, { scp: 'a b' }, {}].map(scopesOf)).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b'], []]);
  });
});
