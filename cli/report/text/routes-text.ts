import { endpointText } from './endpoint-text';
import { inside, TextStyle, wrap } from './layout';
import { table } from '../../table';
import { ApiRows, RouteRow, ThrottleRow } from '../routes/route';

export function routesHeading({ api, kind, stages }: ApiRows): string {
  const where = stages.map(({ name, throttle }) => [`stage ${name}`, throttleText(throttle)].filter(Boolean).join(', '));
  return `routes of ${api} (${[`${kind} API`, ...where].join('; ')})`;
}

/** How the API is reached, and then what callers meet there. */
export function routesText(api: ApiRows, style: TextStyle): string {
  const endpoint = api.endpoint ? [wrap(endpointText(api.endpoint), inside(style))] : [];
  return [...endpoint, routesTable(api, style)].join('\n');
}

interface Column {
  readonly head: string;
  /** What it is called where routes have a key instead of a method and a path. */
  readonly keyHead?: string;
  /** Nothing for a route that has none. */
  readonly cell: (route: RouteRow) => string | undefined;
  /** Left out when no route has any, which for some kinds of API is always. */
  readonly optional?: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'method', cell: ({ method }) => method, optional: true },
  { head: 'path', keyHead: 'route', cell: ({ path }) => path },
  { head: 'authorization', cell: ({ authorization }) => authorization },
  { head: 'backend', cell: ({ backend }) => backend, optional: true },
  { head: 'API key', cell: ({ apiKey }) => apiKey ? 'yes' : undefined, optional: true },
  { head: 'cached', cell: ({ cachedSeconds: seconds }) => seconds === undefined ? undefined : `${seconds} s`, optional: true },
  { head: 'reply', cell: ({ reply }) => reply ? 'yes' : undefined, optional: true },
  { head: 'own throttle', cell: ({ throttle }) => throttleText(throttle) || undefined, optional: true },
];

function routesTable({ routes, kind }: ApiRows, style: TextStyle): string {
  if (routes.length === 0) return '(none)';
  const columns = COLUMNS.filter(({ cell, optional }) => !optional || routes.some((route) => cell(route)));
  const heads = columns.map(({ head, keyHead = head }) => kind === 'WebSocket' ? keyHead : head);
  return table(heads, routes.map((route) => columns.map(({ cell }) => cell(route) ?? '-')), inside(style));
}

function throttleText(throttle: ThrottleRow | undefined): string {
  return [
    throttle?.rate === undefined ? '' : `${throttle.rate}/s`,
    throttle?.burst === undefined ? '' : `burst ${throttle.burst}`,
  ].filter(Boolean).join(', ');
}
