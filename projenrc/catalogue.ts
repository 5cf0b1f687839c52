/** Writes GUARDS.md from the tables the code itself works by. `--check` says whether the file is up to date instead. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCatalogue } from './catalogue-page';

const FILE = join(__dirname, '..', 'GUARDS.md');
const page = renderCatalogue();

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, page);
} else if (readFileSync(FILE, 'utf8') !== page) {
  console.error('GUARDS.md is out of date: run `npm run catalogue` and commit the result.');
  process.exitCode = 1;
}
