import { createInterface } from 'node:readline';

/** Where a command writes, and how wide and how colourful it may be. */
export interface Terminal {
  /** Usable width in characters. */
  readonly columns: number;
  /** Whether emphasis may be written as escape codes. */
  readonly colour: boolean;
  /** The answer. */
  readonly out: (text: string) => void;
  /** What went wrong. */
  readonly err: (text: string) => void;
  /** Ask whoever sits there, and wait for one line: empty when they leave. Not there when nobody sits there. */
  readonly ask?: (question: string) => Promise<string>;
}

const NARROWEST = 80;
const WIDEST = 120;
/** When nobody says: logs of a build server, files, pipes. */
const UNKNOWN = 100;

/** The terminal this process talks to. Colours only on a terminal that has them; `NO_COLOR` is honoured by `hasColors`. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    columns: Math.min(WIDEST, Math.max(NARROWEST, stdout.columns ?? UNKNOWN)),
    colour: stdout.isTTY === true && stdout.hasColors(),
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    ask: stdin.isTTY === true && stderr.isTTY === true ? ask : undefined,
  };
}

/** On stderr: stdout may go to a file. */
function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
