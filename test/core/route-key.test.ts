import { Fn } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { formatRouteKey, parseRouteKey } from '../../lib/core/route-key';

describe('a route key', () => {
  test('is taken apart into method, path, parts and parameters', () => {
    expect(parseRouteKey('GET /orders/{id}/files/{rest+}')).toEqual({
      method: 'GET', path: '/orders/{id}/files/{rest+}', segments: ['orders', '{id}', 'files', '{rest+}'], parameters: ['id', 'rest'],
    });
  });

  test('may be the root', () => {
    expect(parseRouteKey('ANY /')).toEqual({ method: 'ANY', path: '/', segments: [], parameters: [] });
  });

  test.each([
    ['FETCH /orders', /route-method-unknown.*"FETCH"/],
    ['get /orders', /route-method-lower-case.*write "GET \/orders"/],
    ['GET orders', /route-path-without-slash.*write "GET \/orders"/],
    ['GET', /route-key-malformed/],
    ['GET  /orders', /route-key-malformed/],
    ['GET /orders x', /route-key-malformed/],
    ['', /route-key-malformed/],
    ['GET /orders/', /route-path-malformed/],
    ['GET //orders', /route-path-malformed/],
    ['GET /or ders', /route-key-malformed/],
    ['GET /orders/{id', /route-path-malformed.*"\{id"/],
    ['GET /orders/{}', /route-path-malformed/],
    ['GET /ordérs', /route-path-malformed/],
    ['GET /{proxy+}/tail', /route-greedy-not-last/],
    ['GET /orders/{id}/items/{id}', /route-parameter-repeated.*"id"/],
  ])('"%s" is refused', (given, finding) => {
    expect(() => parseRouteKey(given)).toThrow(finding);
  });

  test('that is only known at deployment is refused without being printed', () => {
    expect(() => parseRouteKey(`GET /${Fn.ref('Parameter')}`)).toThrow(/^route-key-unresolved: [^$]*$/);
  });

  const part = fc.stringMatching(/^[a-z0-9._-]{1,8}$/);
  const parameter = fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `{${name}}`);
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY');

  test('that is well-formed survives a round trip', () => {
    fc.assert(fc.property(method, fc.uniqueArray(fc.oneof(part, parameter), { maxLength: 6 }), (verb, parts) => {
      const text = `${verb} /${parts.join('/')}`;
      expect(formatRouteKey(parseRouteKey(text))).toBe(text);
    }));
  });

  test('of any text is either read or refused with a finding', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      try {
        expect(formatRouteKey(parseRouteKey(text))).toBe(text);
      } catch (error) {
        expect(error).toHaveProperty('code', expect.stringMatching(/^route-/));
      }
    }));
  });
});
