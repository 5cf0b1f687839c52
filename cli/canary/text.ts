import { wrap } from '../report/text/layout';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { bar } from './bar';
import { isBase, Side, Snapshot } from './snapshot';

type Look = Pick<Terminal, 'columns' | 'colour'>;

const BAR = 40;
const UNITS: ReadonlyArray<readonly [string, number]> = [['d', 86_400], ['h', 3_600], ['m', 60], ['s', 1]];

/** For people. */
export function statusText(snapshot: Snapshot, look: Look): string {
  return [picture(snapshot, look), '', wrap(changed(snapshot), look.columns), ...meaning(snapshot, look.columns)].join('\n');
}

/** The stage, its split and what is on both sides. */
export function picture(snapshot: Snapshot, { columns, colour }: Look): string {
  const { api, stage, region, base, canary } = snapshot;
  const heading = `${api.name} (${api.id}), stage ${stage}, ${region}`;
  const sides = canary ? [base, canary] : [base];
  return [
    colour ? `\u001b[1m${heading}\u001b[22m` : heading,
    '',
    ...sides.map(({ percent }, index) => `  ${(index === 0 ? 'base' : 'canary').padEnd(6)}  ${bar(percent, BAR)}  ${percent} %`),
    '',
    table(['', 'base', ...canary ? ['canary'] : []], facts(sides), columns),
  ].join('\n');
}

/** How to name the stage in another command. */
export function targetOf({ api, stage, region }: Snapshot): string {
  return `--api ${api.id} --stage ${stage} --region ${region}`;
}

/** `2h 3m`: no more than two units. */
export function inWords(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, size] of UNITS) {
    if (rest >= size) parts.push(`${Math.floor(rest / size)}${unit}`);
    rest %= size;
  }
  return parts.length === 0 ? '0s' : parts.slice(0, 2).join(' ');
}

function facts(sides: readonly Side[]): string[][] {
  return [
    ['deployment', ...sides.map(({ deploymentId }) => deploymentId)],
    ['made', ...sides.map(({ createdAt }) => createdAt === null ? 'unknown' : when(createdAt))],
    ['description', ...sides.map(({ description }) => description ?? '-')],
    ['variables', ...sides.map(({ variables }, index) => assignments(variables) || (index === 0 ? '-' : 'those of the base'))],
  ];
}

function assignments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).sort().map(([name, value]) => `${name} = ${value}`).join('\n');
}

function when(iso: string): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 1_000));
  return `${iso.slice(0, 19).replace('T', ' ')} UTC, ${inWords(seconds)} ago`;
}

function changed({ lastChanged, changedLately }: Snapshot): string {
  return `The stage changed last at ${when(lastChanged)}${changedLately ? ': somebody, or a release, is at work on it' : ''}.`;
}

/** Commands keep their line, so that they can be copied. */
function meaning(snapshot: Snapshot, columns: number): string[] {
  const { canary } = snapshot;
  if (canary === null) return ['There is no canary: all traffic goes to the base.'];
  const abort = `  npx cdk-gatehouse canary abort ${targetOf(snapshot)}`;
  if (isBase(canary, snapshot)) return [wrap('The canary leads to the base itself, so callers notice nothing of it. What removes it:', columns), abort];
  if (canary.percent === 0) return [wrap('The canary gets no traffic. What removes it:', columns), abort];
  return ['To give it all traffic, or none:', `  npx cdk-gatehouse canary promote ${targetOf(snapshot)} --deployment ${canary.deploymentId}`, abort];
}
