import { formatHttpRouteKey } from './http-route-key';
import { refuse } from '../core/refuse';
import { RouteKey } from '../core/route-key';

/** `${stageVariables.name}` is a stage variable, not a parameter. */
const PARAMETER = /(?<!\$)\{([a-zA-Z0-9:._$-]+)\+?\}/g;

/** Refuse a URL or path that is filled with a parameter the route does not have. */
export function checkPathParameters(text: string, key: RouteKey): void {
  const unknown = [...text.matchAll(PARAMETER)].map(([, name]) => name).find((name) => !key.parameters.includes(name));
  if (unknown !== undefined) refuse('http-url-parameter-unknown', { url: text, name: unknown, route: formatHttpRouteKey(key) });
}

/** Each `{name}` spelt otherwise. A greedy parameter has its plus sign in the path of the route only. */
export function spellParameters(text: string, spell: (name: string) => string): string {
  return text.replace(PARAMETER, (_parameter, name: string) => spell(name));
}
