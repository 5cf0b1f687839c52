#!/usr/bin/env node
import { main } from './main';
import { processTerminal } from './terminal';

void main(process.argv.slice(2), processTerminal()).then((exit) => {
  // Not process.exit: what was written to a pipe must get out first.
  process.exitCode = exit;
});
