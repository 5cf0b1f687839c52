import { CacheKey } from './cache-key';

/** Request parameters of a method by mapping expression; the value says whether they are required. */
export interface RequestParameters {
  readonly [expression: string]: boolean;
}

/**
 * The three places in which API Gateway wants to be told of a cache key. They must agree:
 * a key that is no request parameter of the method is refused ("Invalid cache key parameter specified").
 */
export interface CacheParameters {
  /** For the method: what was declared already, and the keys. */
  readonly requestParameters: RequestParameters;
  /** For the integration. */
  readonly cacheKeyParameters: string[];
  /** For integrations that do not pass the request on by themselves. A Lambda proxy integration must not have them. */
  readonly integrationRequestParameters: { [expression: string]: string };
}

/** Write the keys into all three places, each key once, in the spelling a parameter was declared in first. */
export function cacheParameters(keys: readonly CacheKey[], declared: RequestParameters = {}): CacheParameters {
  const spellings = spell([...Object.keys(declared), ...keys.map((key) => key._expression)]);
  const expressions = new Map(keys.map((key) => [spellings.get(identityOf(key._expression)) ?? key._expression, key]));
  const requestParameters = Object.fromEntries([...expressions].map(([expression, key]) => [expression, key._location === 'path']));
  return {
    requestParameters: { ...requestParameters, ...declared },
    cacheKeyParameters: [...expressions.keys()],
    integrationRequestParameters: Object.fromEntries([...expressions.keys()].map((expression) => [integrationExpression(expression), expression])),
  };
}

/** The first spelling of each parameter: written last, so that it stays. */
function spell(expressions: string[]): Map<string, string> {
  return new Map(expressions.reverse().map((expression) => [identityOf(expression), expression]));
}

/** Two expressions of one parameter. Header names are equal in any case; a duplicate in another case breaks the method. */
function identityOf(expression: string): string {
  return expression.startsWith('method.request.header.') ? expression.toLowerCase() : expression;
}

/** `method.request.header.Accept` is `integration.request.header.Accept` behind the method. */
function integrationExpression(methodExpression: string): string {
  return methodExpression.replace(/^method\./, 'integration.');
}
