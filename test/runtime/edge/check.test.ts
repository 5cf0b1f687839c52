import { check, Ports } from '../../../runtime/edge/check';
import { Claims, Terms } from '../../../runtime/shared/claims';
import { TokenRefused } from '../../../runtime/shared/token-check';

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
