import { readFileSync } from 'node:fs';
import { UsageError } from '../command';

/** A file of the assembly. Its shape is the CDK's promise, so it is taken at its word. */
export function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf-8'));
  } catch (error) {
    throw new UsageError(`"${file}" cannot be read: run "npx cdk synth" again (${String(error)})`);
  }
}
