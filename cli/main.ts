import { canaryCommands } from './canary/command';
import { Command, CommandGroup, Exit, UsageError } from './command';
import { reportCommand } from './report/command';
import { Terminal } from './terminal';

const ALL: CommandGroup = {
  summary: 'front doors for Amazon API Gateway',
  commands: new Map<string, Command | CommandGroup>([
    ['report', reportCommand],
    ['canary', canaryCommands],
  ]),
};

/** A group, and the words that led to it. */
interface Place { readonly words: readonly string[]; readonly group: CommandGroup }

/** Run one command line, without the words `node cdk-gatehouse`. */
export async function main(args: string[], terminal: Terminal): Promise<Exit> {
  return enter({ words: [], group: ALL }, args, terminal);
}

async function enter(place: Place, args: string[], terminal: Terminal): Promise<Exit> {
  const [word, ...rest] = args;
  if (word === undefined || isHelp(word)) {
    terminal.out(overview(place));
    return word === undefined ? Exit.USAGE : Exit.OK;
  }
  const words = [...place.words, word];
  const found = place.group.commands.get(word);
  if (found === undefined) return complain(terminal, `there is no command "${words.join(' ')}"`, overview(place));
  return 'commands' in found ? enter({ words, group: found }, rest, terminal) : runCommand(found, rest, terminal);
}

async function runCommand(command: Command, args: string[], terminal: Terminal): Promise<Exit> {
  if (args.some(isHelp)) {
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

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function complain(terminal: Terminal, problem: string, help?: string): Exit {
  terminal.err(`cdk-gatehouse: ${problem}${help === undefined ? '' : `\n\n${help}`}`);
  return Exit.USAGE;
}

/** What `util.parseArgs` throws for an option it does not know. */
function isArgumentError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function overview({ words, group: { commands, notes } }: Place): string {
  const width = Math.max(...[...commands.keys()].map((word) => word.length));
  const called = ['cdk-gatehouse', ...words].join(' ');
  return [
    `Usage: ${called} <command> [options]`,
    '',
    ...[...commands].map(([word, { summary }]) => `  ${word.padEnd(width)}  ${summary}`),
    ...notes === undefined ? [] : ['', notes],
    '',
    `${called} <command> --help says more.`,
  ].join('\n');
}
