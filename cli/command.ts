import { Terminal } from './terminal';

/** What a shell learns from us. */
export enum Exit {
  /** Nothing to complain about. */
  OK = 0,
  /** The command worked, and what it looked at needs attention. */
  FINDINGS = 1,
  /** The command was not told, or not given, what it needs. */
  USAGE = 2,
}

/** One word after `cdk-gatehouse`, or after the word of a group. */
export interface Command {
  /** In one line, for `cdk-gatehouse --help`. */
  readonly summary: string;
  /** For `cdk-gatehouse <command> --help`. */
  readonly help: string;
  /** Do it. Wrong arguments and missing files are thrown as `UsageError`. */
  readonly run: (args: string[], terminal: Terminal) => Exit | Promise<Exit>;
}

/** A word that is followed by another one: `canary status`. */
export interface CommandGroup {
  /** In one line, for `cdk-gatehouse --help`. */
  readonly summary: string;
  readonly commands: ReadonlyMap<string, Command | CommandGroup>;
  /** What holds for all of its commands, for `cdk-gatehouse <group> --help`. */
  readonly notes?: string;
}

/** The user can put this right: the message says what to run or to write instead. */
export class UsageError extends Error {}
