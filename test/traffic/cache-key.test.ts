import { Aws } from 'aws-cdk-lib';
import { CacheKey } from '../../lib/traffic/cache-key';

test('a CacheKey is a mapping expression of the method request', () => {
  expect(CacheKey.query('category')._expression).toBe('method.request.querystring.category');
  expect(CacheKey.header('Accept-Language')._expression).toBe('method.request.header.Accept-Language');
  expect(CacheKey.path('id')._expression).toBe('method.request.path.id');
});

test.each(['', 'two words', "it's", '{id}', 'say "x"'])('a query parameter cannot be called <%s>', (name) => {
  expect(() => CacheKey.query(name)).toThrow(/^cache-key-malformed: API Gateway cannot use ".*" as the name of a query parameter in a cache key/);
});

test.each(['', 'Accept Language', 'Accept:', 'Größe', 'a/b'])('a header cannot be called <%s>', (name) => {
  expect(() => CacheKey.header(name)).toThrow(/^cache-key-malformed: .* as the name of a header in a cache key/);
});

test.each(['', '{id}', 'proxy+', 'a/b'])('a path parameter cannot be called <%s>', (name) => {
  expect(() => CacheKey.path(name)).toThrow(/^cache-key-malformed: .* as the name of a path parameter in a cache key.*: id$/);
});

test('names that are only known at deployment are accepted', () => {
  expect(() => [CacheKey.query(Aws.REGION), CacheKey.header(Aws.REGION), CacheKey.path(Aws.REGION)]).not.toThrow();
});
