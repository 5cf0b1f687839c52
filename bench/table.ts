import { Case, Figures, Results } from './figures';

const HEAD = ['routes', 'wiring', 'synth ms', 'CPU ms', 'resources', 'per route', 'template kB', 'permissions', 'findings'];

/** The results for people, in Markdown. */
export function tablesOf({ cases, load }: Results): string {
  return [
    "With CDK's own template validation off:",
    markdown(cases.filter(({ validation }) => !validation)),
    'With it on, as is the default:',
    markdown(cases.filter(({ validation }) => validation)),
    `Loading: the modules of aws-cdk-lib that the plain API loads take ${load.cdkMs} ms, with cdk-gatehouse ${load.oursMs} ms: ${load.addedMs} ms more.`,
  ].join('\n\n');
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

function rowsOf({ routes, ours, plain, solutions, ratio }: Case): string[][] {
  return [
    row(routes, '**cdk-gatehouse**', ours),
    row(routes, 'plain L2', plain),
    solutions ? row(routes, 'Solutions Constructs', solutions) : [String(routes), 'Solutions Constructs', ...HEAD.slice(2).map(() => 'not measured')],
    [String(routes), '*ours by plain*', `*${ratio.synth}*`, '', `*${ratio.resources}*`, '', '', '', ''],
  ];
}

function row(routes: number, name: string, figures: Figures): string[] {
  const { synthMs, cpuMs, resources, resourcesPerRoute, bytes, permissions, findings } = figures;
  const numbers = [synthMs, cpuMs, resources, resourcesPerRoute ?? '', Math.round(bytes / 1000), permissions, findings];
  return [String(routes), name, ...numbers.map((value) => value.toLocaleString('en-US'))];
}
