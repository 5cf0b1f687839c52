import { parseArgs } from 'node:util';
import { Command, Exit, UsageError } from '../command';
import { Terminal } from '../terminal';
import { readAssembly } from './assembly';
import { countFindings, reportOn } from './report';
import { TextStyle } from './text/layout';
import { reportText } from './text/report-text';

const HELP = `Usage: cdk-gatehouse report [directory] [--json]

Says what "cdk synth" made: for every stack its resources by kind, how its APIs are reached, their routes with who may call them and what
answers, its guards and why one is off, what the app's checks found, and where the template is.

  directory  what "cdk synth" wrote; "cdk.out" when left out
  --json     the same for programs, as one JSON object

Exit code: 0 no findings, 1 findings, 2 there is nothing to report on.`;

export const reportCommand: Command = {
  summary: 'what is in a synthesised app: resources, routes, guards, findings',
  help: HELP,
  run: (args, terminal) => {
    const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
    if (positionals.length > 1) throw new UsageError(`report takes one directory, and was given ${positionals.length}`);
    const report = reportOn(readAssembly(positionals[0] ?? 'cdk.out'));
    terminal.out(values.json ? JSON.stringify(report) : reportText(report, styleOf(terminal)));
    return countFindings(report) === 0 ? Exit.OK : Exit.FINDINGS;
  },
};

function styleOf({ columns, colour }: Terminal): TextStyle {
  return { columns, strong: (heading) => colour ? `\u001b[1m${heading}\u001b[22m` : heading };
}
