import { candidatesOf, Door } from './doors';
import { Case, Figures, Load, Results } from './figures';

const HEAD = ['routes', 'wiring', 'synth ms', 'CPU ms', 'resources', 'per route', 'template kB', 'permissions', 'findings'];

const TITLES: Record<Door, string> = {
  rest: 'REST API: `SecureRestApi`',
  http: 'HTTP API: `SecureHttpApi`',
  private: 'Private API: `PrivateApi`',
};

/** The results for people, in Markdown: a section for each door. */
export function tablesOf({ cases, loads }: Results): string {
  return loads.map((load) => sectionOf(load, cases.filter(({ door }) => door === load.door))).join('\n\n');
}

function sectionOf(load: Load, cases: readonly Case[]): string {
  return [
    `### ${TITLES[load.door]}`,
    "With CDK's own template validation off:",
    markdown(cases.filter(({ validation }) => !validation)),
    'With it on, as is the default:',
    markdown(cases.filter(({ validation }) => validation)),
    loadingText(load),
  ].join('\n\n');
}

function loadingText({ cdkMs, oursMs, addedMs, cdkModules, addedModules }: Load): string {
  return `Loading: the ${cdkModules.toLocaleString('en-US')} modules of aws-cdk-lib that the plain API loads take ${cdkMs} ms, `
    + `with cdk-gatehouse ${oursMs} ms: ${addedModules} modules and ${addedMs} ms more.`;
}

/** Put the text between the markers of a document. */
export function betweenMarkers(document: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [document.indexOf(open), document.indexOf(close)];
  if (start < 0 || end < start) throw new RangeError(`the document has no ${open} … ${close}`);
  return `${document.slice(0, start + open.length)}\n${text}\n${document.slice(end)}`;
}

function markdown(cases: readonly Case[]): string {
  return [HEAD, HEAD.map((_, column) => column === 1 ? '---' : '---:'), ...cases.flatMap(rowsOf)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowsOf({ door, routes, ours, plain, solutions, ratio }: Case): string[][] {
  return [
    row(routes, '**cdk-gatehouse**', ours),
    row(routes, 'plain L2', plain),
    ...solutions ? [row(routes, 'Solutions Constructs', solutions)] : missing(door, routes),
    [String(routes), '*ours by plain*', `*${ratio.synth}*`, '', `*${ratio.resources}*`, '', '', '', ''],
  ];
}

/** Where there is something to compare with, a gap is said. */
function missing(door: Door, routes: number): string[][] {
  return candidatesOf(door, true).includes('solutions')
    ? [[String(routes), 'Solutions Constructs', ...HEAD.slice(2).map(() => 'not measured')]] : [];
}

function row(routes: number, name: string, figures: Figures): string[] {
  const { synthMs, cpuMs, resources, resourcesPerRoute, bytes, permissions, findings } = figures;
  const numbers = [synthMs, cpuMs, resources, resourcesPerRoute ?? '', Math.round(bytes / 1000), permissions, findings];
  return [String(routes), name, ...numbers.map((value) => value.toLocaleString('en-US'))];
}
