import { Command, Exit, UsageError } from './command';
import { reportCommand } from './report/command';
import { Terminal } from './terminal';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['report', reportCommand],
]);

/** Run one command line, without the words `node cdk-gatehouse`. */
export async function main(args: string[], terminal: Terminal): Promise<Exit> {
  const [word, ...rest] = args;
  if (word === undefined || word === '--help' || word === '-h') {
    terminal.out(overview());
    return word === undefined ? Exit.USAGE : Exit.OK;
  }
  const command = COMMANDS.get(word);
  if (command === undefined) return complain(terminal, `there is no command "${word}"`, overview());
  return runCommand(command, rest, terminal);
}

async function runCommand(command: Command, args: string[], terminal: Terminal): Promise<Exit> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(command.help);
    return Exit.OK;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) return complain(terminal, error.message);
    if (isArgumentError(error)) return complain(terminal, error.message, command.help);
    throw error;
  }
}

function complain(terminal: Terminal, problem: string, help?: string): Exit {
  terminal.err(`cdk-gatehouse: ${problem}${help === undefined ? '' : `\n\n${help}`}`);
  return Exit.USAGE;
}

/** What `util.parseArgs` throws for an option it does not know. */
function isArgumentError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function overview(): string {
  const width = Math.max(...[...COMMANDS.keys()].map((word) => word.length));
  return [
    'Usage: cdk-gatehouse <command> [options]',
    '',
    ...[...COMMANDS].map(([word, { summary }]) => `  ${word.padEnd(width)}  ${summary}`),
    '',
    'cdk-gatehouse <command> --help says more.',
  ].join('\n');
}
