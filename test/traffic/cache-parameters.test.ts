import * as fc from 'fast-check';
import { CacheKey } from '../../lib/traffic/cache-key';
import { cacheParameters } from '../../lib/traffic/cache-parameters';

test('keys are written as request parameters, cache key parameters and integration mapping', () => {
  expect(cacheParameters([CacheKey.query('category'), CacheKey.header('Accept-Language'), CacheKey.path('id')])).toEqual({
    requestParameters: {
      'method.request.querystring.category': false,
      'method.request.header.Accept-Language': false,
      'method.request.path.id': true,
    },
    cacheKeyParameters: ['method.request.querystring.category', 'method.request.header.Accept-Language', 'method.request.path.id'],
    integrationRequestParameters: {
      'integration.request.querystring.category': 'method.request.querystring.category',
      'integration.request.header.Accept-Language': 'method.request.header.Accept-Language',
      'integration.request.path.id': 'method.request.path.id',
    },
  });
});

test('no keys leave the declared parameters as they are', () => {
  const declared = { 'method.request.querystring.category': true };
  expect(cacheParameters([], declared)).toEqual({ requestParameters: declared, cacheKeyParameters: [], integrationRequestParameters: {} });
});

test('a declared parameter stays required', () => {
  const { requestParameters } = cacheParameters([CacheKey.query('category')], { 'method.request.querystring.category': true });
  expect(requestParameters).toEqual({ 'method.request.querystring.category': true });
});

test('a header that is declared in another case is used in its declared spelling', () => {
  const { requestParameters, cacheKeyParameters } = cacheParameters([CacheKey.header('accept-language')], { 'method.request.header.Accept-Language': true });
  expect(requestParameters).toEqual({ 'method.request.header.Accept-Language': true });
  expect(cacheKeyParameters).toEqual(['method.request.header.Accept-Language']);
});

test('query parameters that differ in case are two parameters', () => {
  expect(cacheParameters([CacheKey.query('a'), CacheKey.query('A')]).cacheKeyParameters).toHaveLength(2);
});

const headerName = fc.stringMatching(/^[a-zA-Z-]{1,4}$/);
const plainName = fc.stringMatching(/^[a-zA-Z0-9_]{1,3}$/);
const anyKey = fc.oneof(
  plainName.map((name) => CacheKey.query(name)),
  headerName.map((name) => CacheKey.header(name)),
  plainName.map((name) => CacheKey.path(name)),
);
const anyKeys = fc.array(anyKey, { maxLength: 12 });
const declarations = fc.dictionary(anyKey.map((key) => key._expression), fc.boolean(), { maxKeys: 8 });

test('every cache key is declared as a request parameter of the method', () => {
  fc.assert(fc.property(anyKeys, declarations, (keys, declared) => {
    const { cacheKeyParameters, requestParameters } = cacheParameters(keys, declared);
    expect(Object.keys(requestParameters)).toEqual(expect.arrayContaining(cacheKeyParameters));
  }));
});

test('no parameter is a cache key twice, in whatever case its header is written', () => {
  fc.assert(fc.property(anyKeys, declarations, (keys, declared) => {
    const { cacheKeyParameters } = cacheParameters(keys, declared);
    const folded = cacheKeyParameters.map((expression) => expression.includes('.header.') ? expression.toLowerCase() : expression);
    expect(new Set(folded).size).toBe(folded.length);
  }));
});

test('every key that was asked for is a cache key', () => {
  fc.assert(fc.property(anyKeys, declarations, (keys, declared) => {
    const written = cacheParameters(keys, declared).cacheKeyParameters.map((expression) => expression.toLowerCase());
    expect(written).toEqual(expect.arrayContaining(keys.map((key) => key._expression.toLowerCase())));
  }));
});

test('what was declared keeps its value, and no declared parameter is lost', () => {
  fc.assert(fc.property(anyKeys, declarations, (keys, declared) => {
    expect(cacheParameters(keys, declared).requestParameters).toMatchObject(declared);
  }));
});

test('the integration maps exactly the cache keys, each to itself', () => {
  fc.assert(fc.property(anyKeys, declarations, (keys, declared) => {
    const { cacheKeyParameters, integrationRequestParameters } = cacheParameters(keys, declared);
    expect(Object.values(integrationRequestParameters)).toEqual(cacheKeyParameters);
    expect(Object.keys(integrationRequestParameters)).toEqual(cacheKeyParameters.map((expression) => expression.replace('method.', 'integration.')));
  }));
});

test('what is given is not changed', () => {
  fc.assert(fc.property(anyKeys, declarations, (keys, declared) => {
    const before = JSON.stringify([keys, declared]);
    cacheParameters(keys, declared);
    expect(JSON.stringify([keys, declared])).toBe(before);
  }));
});
