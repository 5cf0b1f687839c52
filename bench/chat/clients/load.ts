import { createRequire } from 'node:module';
import { program } from './program';

export interface LoadTask { readonly file: string }

/** What a new container does before the first event: load the module, which makes its clients. */
program(({ file }: LoadTask): number => {
  const load = createRequire(__filename);
  const start = performance.now();
  load(file);
  return performance.now() - start;
});
