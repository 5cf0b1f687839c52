import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative } from 'node:path';
import { AnySchema, ValidateFunction } from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { Metafile, Plugin } from 'esbuild';

/** What a module of this kind exports. */
interface Validator {
  readonly ajv: Parameters<typeof standaloneCode>[0];
  readonly validate: ValidateFunction<AnySchema>;
}

/**
 * Puts the code a JSON schema compiles to into the bundle instead of the schema and its compiler:
 * compiling the schema of OpenAPI takes longer than all the rest of reading a small document.
 */
export const precompiledValidators: Plugin = {
  name: 'precompiled-validators',
  setup: ({ initialOptions: { absWorkingDir = '.' }, onLoad, onEnd }) => {
    const schemas: string[] = [];
    onLoad({ filter: /[\\/](grammar[\\/]openapi-v\d+|protocol[\\/]frame-validators)\.ts$/ }, async ({ path }) => {
      const { ajv, validate } = await import(path) as Validator;
      schemas.push(...schemasOf(path));
      return { contents: standaloneCode(ajv, validate), loader: 'js', resolveDir: dirname(path) };
    });
    onEnd(({ metafile }) => enter(schemas.map((schema) => relative(absWorkingDir, schema)), metafile));
  },
};

/** The JSON files a module imports. */
function schemasOf(module: string): string[] {
  const imports = readFileSync(module, 'utf8').matchAll(/from '(.+\.json)'/g);
  return [...imports].map(([, name]) => createRequire(module).resolve(name));
}

/** What was compiled is in the bundle in another shape, so its licence must come along. */
function enter(inputs: string[], metafile?: Metafile): void {
  for (const output of Object.values(metafile?.outputs ?? {})) {
    for (const input of inputs) output.inputs[input] = { bytesInOutput: 0 };
  }
}
