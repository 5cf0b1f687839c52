import { inside, TextStyle } from './layout';
import { table } from '../../table';
import { ApiRows, ThrottleRow } from '../routes/route';

export function routesHeading({ api, kind, stages }: ApiRows): string {
  const where = stages.map(({ name, throttle }) => [`stage ${name}`, throttleText(throttle)].filter(Boolean).join(', '));
  return `routes of ${api} (${[`${kind} API`, ...where].join('; ')})`;
}

export function routesText({ routes }: ApiRows, style: TextStyle): string {
  const rows = routes.map((route) => [
    route.method,
    route.path,
    route.authorization,
    route.apiKey ? 'yes' : '-',
    route.cachedSeconds === undefined ? '-' : `${route.cachedSeconds} s`,
    throttleText(route.throttle) || '-',
  ]);
  return rows.length === 0 ? '(none)' : table(['method', 'path', 'authorization', 'API key', 'cached', 'own throttle'], rows, inside(style));
}

function throttleText(throttle: ThrottleRow | undefined): string {
  return [
    throttle?.rate === undefined ? '' : `${throttle.rate}/s`,
    throttle?.burst === undefined ? '' : `burst ${throttle.burst}`,
  ].filter(Boolean).join(', ');
}
