import { below, indent, inside, section, TextStyle, together, wrap } from './layout';
import { table } from '../../table';
import { GuardRow, WaiverRow } from '../guards';
import { StackReport } from '../report';
import { ApiRows } from '../routes/route';

/** The guards of each API, and then those of what is no API of this stack. */
export function guardSections(stack: StackReport, style: TextStyle): string[] {
  const ofApis = stack.apis.flatMap((api) => {
    const guards = stack.guards.filter((guard) => apiOf(guard, stack) === api);
    return section(`guards of ${api.api}`, guardsText(guards, (guard) => routeOf(guard, api), style), style);
  });
  const others = stack.guards.filter((guard) => apiOf(guard, stack) === undefined);
  return [...ofApis, ...section('guards', guardsText(others, ({ construct }) => below(stack.stack, construct), style), style)];
}

/** Guards that are waived say so in their table, with the reason; these are the others. */
export function waiversText({ stack, waivers, guards }: StackReport, style: TextStyle): string {
  const others = waivers.filter(({ control, construct }) => !guards
    .some((guard) => guard.state === 'waived' && guard.guard === control && guard.construct === construct));
  return [...together(others, ({ control, reason, rules }) => JSON.stringify([control, reason, rules])).values()]
    .flatMap((same) => [wrap(waiverHeading(same[0]), inside(style)), indent(wrap(same[0].reason, inside(style) - 2)), ...places(stack, same)])
    .join('\n');
}

function places(stack: string, waivers: readonly WaiverRow[]): string[] {
  return waivers.map(({ construct }) => `  at ${below(stack, construct)}`);
}

function waiverHeading({ control, rules = [] }: WaiverRow): string {
  return rules.length === 0 ? control : `${control} (${rules.join(', ')})`;
}

function guardsText(guards: readonly GuardRow[], placeOf: (guard: GuardRow) => string, style: TextStyle): string {
  const same = together(guards, ({ guard, state, detail }) => JSON.stringify([guard, state, detail]));
  const rows = [...same.values()].map((alike) => [alike[0].guard, alike[0].state, alike[0].detail, alike.map(placeOf).join('\n')]);
  return rows.length === 0 ? '' : table(['guard', 'state', 'how, or why not', rows.some((row) => row[3] !== '') ? 'only on' : ''], rows, inside(style));
}

/** The innermost API a guard's construct is part of. */
function apiOf({ construct }: GuardRow, { apis }: StackReport): ApiRows | undefined {
  return apis
    .filter((api) => api.construct !== undefined && `${construct}/`.startsWith(`${api.construct}/`))
    .sort((a, b) => (b.construct?.length ?? 0) - (a.construct?.length ?? 0))[0];
}

/** `GET /orders` for a guard of one route; nothing for one of the whole API. */
function routeOf({ construct }: GuardRow, { routes }: ApiRows): string {
  const route = routes.find((candidate) => candidate.construct === construct);
  return route === undefined ? '' : `${route.method} ${route.path}`.trim();
}
