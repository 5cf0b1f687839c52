import * as fc from 'fast-check';
import { ISSUER, METHOD } from './connect-world';
import { check, Ports } from '../../../runtime/connect/check';
import { connectHandler } from '../../../runtime/connect/handler';
import { ConnectEvent } from '../../../runtime/connect/request';
import { TokenRefused } from '../../../runtime/shared/token-check';

const token = { CREDENTIAL: 'token', TOKEN_PLACE: 'subprotocol', TOKEN_NAME: 'bearer', TOKEN_ISSUER: ISSUER, TOKEN_AUDIENCES: 'shop' };

test.each<[string, Record<string, string>]>([
  ['that does not say what must be shown', {}],
  ['that says something else', { CREDENTIAL: 'anything' }],
  ['for tickets without a table', { CREDENTIAL: 'ticket' }],
  ['for tokens without an issuer', { ...token, TOKEN_ISSUER: '' }],
  ['for tokens without audiences', { ...token, TOKEN_AUDIENCES: '' }],
  ['for tokens at no place', { ...token, TOKEN_PLACE: '' }],
  ['for tokens at an unknown place', { ...token, TOKEN_PLACE: 'cookie' }],
  ['for tokens without a name', { ...token, TOKEN_NAME: '' }],
  ['for tokens with a scope that lost its scopes', { ...token, CREDENTIAL: 'scoped-token' }],
  ['for certain pages that lost their names', { CREDENTIAL: 'none', REQUIRED: 'ALLOWED_ORIGINS' }],
  ['behind CloudFront that lost its secret', { CREDENTIAL: 'none', ALLOWED_ORIGINS: 'https://shop.example', REQUIRED: 'ALLOWED_ORIGINS\nORIGIN_SECRET_ARN' }],
])('a function %s does not start', (_, variables) => {
  expect(() => connectHandler(variables, () => 0)).toThrow(TypeError);
});

test.each<[string, Record<string, string>]>([
  ['these variables', token],
  ['everything that is required', { CREDENTIAL: 'none', ALLOWED_ORIGINS: 'https://shop.example', REQUIRED: 'ALLOWED_ORIGINS' }],
])('a function with %s starts', (_, variables) => {
  expect(() => connectHandler(variables, () => 0)).not.toThrow();
});

const words = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.'), minLength: 1 });
const dictionary = fc.dictionary(fc.oneof(fc.constantFrom('Origin', 'origin', 'Sec-WebSocket-Protocol', 'x-origin-verify', 'ticket', 'token', '__proto__'), fc.string()), fc.string());
const anything = fc.record<ConnectEvent>({
  methodArn: fc.constant(METHOD),
  headers: fc.oneof(dictionary, fc.constant(null)),
  multiValueHeaders: fc.oneof(fc.dictionary(fc.string(), fc.array(fc.string())), fc.constant(null)),
  queryStringParameters: fc.oneof(dictionary, fc.constant(null)),
}, { requiredKeys: [] });

/** Worlds in which nothing that could be shown is good. */
const closed: [string, Ports][] = [
  ['the secret', { secrets: { accepts: async () => false } }],
  ['the origin', { origins: ['https://shop.example'] }],
  ['the token in the subprotocol', { tokens: { place: 'subprotocol', name: 'bearer', ...refusingTokens() } }],
  ['the token in the query', { tokens: { place: 'query', name: 'token', ...refusingTokens() } }],
  ['the ticket', { tickets: { redeem: async () => undefined } }],
];

function refusingTokens() {
  return {
    terms: { audiences: ['shop'], scopes: [] },
    verify: async () => {
      throw new TokenRefused('token-signature');
    },
  };
}

test.each(closed)('whatever a client sends, it does not get past %s', async (_, ports) => {
  await fc.assert(fc.asyncProperty(anything, async (event) => {
    expect((await check(event, ports, 0)).outcome).not.toBe('allowed');
  }), { numRuns: 500 });
});

test('whatever subprotocols are offered, the token is the word after the name', async () => {
  await fc.assert(fc.asyncProperty(fc.array(words.filter((word) => word !== 'bearer')), words, fc.array(words), async (before, shown, after) => {
    const seen: string[] = [];
    const verify = async (one: string) => {
      seen.push(one);
      return { sub: 'ann', aud: 'shop', exp: 2_000_000_000 };
    };
    const headers = { 'Sec-WebSocket-Protocol': [...before, 'bearer', shown, ...after].join(' , ') };
    const verdict = await check({ headers }, { tokens: { place: 'subprotocol', name: 'bearer', terms: { audiences: ['shop'], scopes: [] }, verify } }, 0);
    expect(verdict.outcome).toBe('allowed');
    expect(seen).toEqual([shown]);
  }));
});
