import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { betweenMarkers } from '../table';
import { measureChat } from './chat';
import { handlersOfChat } from './cold-start';
import { bundleOf } from './lambda-process';
import { resultLine } from './results';
import { FULL, QUICK } from './sizes';
import { chatTables } from './table';

export const CHAT_HELP = `Usage: npm run bench -- chat [--quick] [--write]

Drives what a chat ships, against a callback endpoint and a DynamoDB on this machine, and measures it beside the SDK's own client and the way of
the official sample: posts, a broadcast to 20,000 connections, the registry, a throttle of the account, messages sent twice, signatures, and the
cold start of every handler. Endpoint, tables and each client are processes of their own; a post is answered after 8 ms, give or take the half.
Measures the bundles in assets/: run "npm run bundle" first.

  --quick   little of everything, to see whether it works
  --write   put the tables into bench/README.md

The last line is the same as one JSON object. Nothing here passes or fails: a figure that is missed is marked.`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const README = join(__dirname, '..', 'README.md');

/** The sub-command, with what comes after its name. Answers with the exit code. */
export async function chatCommand(args: string[]): Promise<number> {
  const { values: { help, quick, write } } = parseArgs({ options: OPTIONS, args });
  if (help) return say(CHAT_HELP, 0);
  if (!handlersOfChat().every((handler) => existsSync(bundleOf(handler)))) return say('There are no bundles: run "npm run bundle" first.', 2);
  const results = await measureChat({ sizes: quick ? QUICK : FULL, progress: (line) => process.stderr.write(`${line}\n`) });
  const tables = chatTables(results);
  if (write) writeFileSync(README, betweenMarkers(readFileSync(README, 'utf-8'), 'bench chat', tables));
  say(tables, 0);
  return say(`\n${resultLine(results)}`, 0);
}

function say(text: string, exit: number): number {
  process.stdout.write(`${text}\n`);
  return exit;
}
