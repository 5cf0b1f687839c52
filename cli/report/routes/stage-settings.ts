import { isObject, list, number, Properties, text } from '../template';
import { RouteRow, ThrottleRow } from './route';

/** One entry of a stage's `MethodSettings`. */
export interface MethodSetting {
  /** `GET /orders`, or `OF_EVERY_ROUTE`. */
  readonly route: string;
  readonly properties: Properties;
}

export const OF_EVERY_ROUTE = '* /*';

/** How long API Gateway keeps an answer when a cached stage does not say. AWS: `cacheTtlInSeconds`. */
const DEFAULT_TTL = 300;

export function methodSettings(stage: Properties): MethodSetting[] {
  return list(stage.MethodSettings).filter(isObject).map((properties) => ({
    route: `${text(properties.HttpMethod) ?? '*'} ${plainPath(text(properties.ResourcePath) ?? '/*')}`,
    properties,
  }));
}

/** What was set for this very route. */
function settingOf({ method, path }: RouteRow, settings: readonly MethodSetting[]): MethodSetting | undefined {
  return settings.find(({ route }) => route === `${method} ${path}`);
}

/** A route's own switch wins; that of the stage is for `GET` only. */
export function cachedSeconds(route: RouteRow, settings: readonly MethodSetting[]): number | undefined {
  const own = settingOf(route, settings)?.properties;
  const all = route.method === 'GET' ? settings.find((setting) => setting.route === OF_EVERY_ROUTE)?.properties : undefined;
  if ((own?.CachingEnabled ?? all?.CachingEnabled) !== true) return undefined;
  return number(own?.CacheTtlInSeconds ?? all?.CacheTtlInSeconds) ?? DEFAULT_TTL;
}

/** A limit of its own. Every entry of a stage repeats everything, so the same limit as everywhere is none. */
export function ownThrottle(route: RouteRow, settings: readonly MethodSetting[]): ThrottleRow | undefined {
  const own = throttleOf(settingOf(route, settings)?.properties);
  const all = throttleOf(settings.find((setting) => setting.route === OF_EVERY_ROUTE)?.properties);
  return own?.rate === all?.rate && own?.burst === all?.burst ? undefined : own;
}

/** Both generations of API Gateway spell it the same. */
export function throttleOf(settings: unknown): ThrottleRow | undefined {
  if (!isObject(settings)) return undefined;
  const rate = number(settings.ThrottlingRateLimit);
  const burst = number(settings.ThrottlingBurstLimit);
  return rate === undefined && burst === undefined ? undefined : { rate, burst };
}

/** Stage settings spell the slashes inside a path as JSON pointers do, with one in front that is not: `/~1orders~1{id}`. */
function plainPath(path: string): string {
  return path.includes('~1') ? path.slice(1).replaceAll('~1', '/') : path;
}
