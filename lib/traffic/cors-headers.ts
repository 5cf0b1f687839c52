import { ANY_ORIGIN, CorsRules } from './cors-rules';

/** The CORS headers of an answer, by name; the values are expressions of API Gateway's mapping language. */
export function answerHeaders(rules: CorsRules, allowOrigin: string): { [name: string]: string } {
  const { credentials, exposeHeaders } = rules;
  return {
    'Access-Control-Allow-Origin': allowOrigin,
    ...(allowOrigin !== quoted(ANY_ORIGIN) && { Vary: quoted('Origin') }),
    ...(credentials && { 'Access-Control-Allow-Credentials': quoted('true') }),
    ...(exposeHeaders.length > 0 && { 'Access-Control-Expose-Headers': quoted(exposeHeaders.join(',')) }),
  };
}

/** VTL that prints nothing and names the origin that asked, if it is one of those after the first. */
export function originOverride(rules: CorsRules): string {
  const others = rules.origins.slice(1);
  if (others.length === 0) return '';
  // Clients that speak HTTP/2 send header names in lower case, and the map of headers tells the difference.
  return '#set($origin = $input.params().header.get("Origin"))'
    + '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end'
    + `#if(${others.map((origin) => `$origin == "${origin}"`).join(' || ')})`
    + '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end';
}

/** A fixed value, in API Gateway's mapping language. */
export function quoted(value: string): string {
  return `'${value}'`;
}
