import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDINGS } from '../../lib/core/findings';

const TESTS = join(__dirname, '..');

/** Every test there is, but for this file's neighbours, which look at the tables and provoke nothing. */
const sources = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('core/findings'))
  .map((file) => readFileSync(join(TESTS, file), 'utf8'));

test.each(Object.keys(FINDINGS))('the finding %s is provoked by a test', (code) => {
  const asWord = new RegExp(`(?<![\\w-])${code}(?![\\w-])`);
  expect(sources.some((source) => asWord.test(source))).toBe(true);
});
