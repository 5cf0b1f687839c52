import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** The characters of an HTTP header name (RFC 9110, "token"). */
const HEADER_NAME = /^[a-zA-Z0-9!#$%&'*+.^_`|~-]+$/;
const PATH_PARAMETER_NAME = /^[a-zA-Z0-9:._$-]+$/;
/** What may stand in a mapping expression. Which brackets and signs the service takes beyond that is its own decision. */
const QUERY_NAME = /^[^\s'"{}]+$/;

/** Part of a request that answers depend on: two requests that differ in it are kept apart in the cache. */
export class CacheKey {
  /** A query parameter: `CacheKey.query('category')`. Case matters. Multi-value parameters cannot be keys. */
  public static query(name: string): CacheKey {
    return new CacheKey('querystring', checked(name, QUERY_NAME, { kind: 'query parameter', example: 'category' }));
  }

  /** A header: `CacheKey.header('Accept-Language')`. */
  public static header(name: string): CacheKey {
    return new CacheKey('header', checked(name, HEADER_NAME, { kind: 'header', example: 'Accept-Language' }));
  }

  /** A path parameter: `CacheKey.path('id')`. The path parameters of a route are part of its key without being named. */
  public static path(name: string): CacheKey {
    return new CacheKey('path', checked(name, PATH_PARAMETER_NAME, { kind: 'path parameter', example: 'id' }));
  }

  private constructor(
    /** @internal */
    public readonly _location: 'querystring' | 'header' | 'path',
    /** @internal */
    public readonly _name: string,
  ) {}

  /** @internal The mapping expression by which a method declares it. */
  public get _expression(): string {
    return `method.request.${this._location}.${this._name}`;
  }
}

function checked(name: string, pattern: RegExp, words: { kind: string; example: string }): string {
  return Token.isUnresolved(name) || pattern.test(name) ? name : refuse('cache-key-malformed', { given: name, ...words });
}
