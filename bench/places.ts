import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the checkout. Programs are told in their environment: they run from elsewhere. */
export const ROOT = process.env.BENCH_ROOT ?? join(__dirname, '..');
/** What the benchmark makes and installs. Ignored by git. */
export const WORKSHOP = join(ROOT, '.cache', 'bench');
/** The file that `require('cdk-gatehouse')` loads. */
export const PACKAGE = join(ROOT, JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8')).exports['.'].require);
