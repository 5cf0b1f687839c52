import { Claims, scopesOf, Terms, violationOf } from '../../../runtime/shared/claims';

const TERMS: Terms = { audiences: ['shop', 'office'], scopes: [] };
const CLAIMS: Claims = { sub: 'ann', aud: 'shop', exp: 2_000_000_000 };

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
