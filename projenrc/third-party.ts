import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metafile } from 'esbuild';

/** What bundled packages ask for: their licence comes along. Packages with the same text share it. */
export function thirdPartyLicenses(root: string, metafiles: Metafile[]): string {
  const folders = new Set(metafiles.flatMap(({ outputs }) => Object.values(outputs)).flatMap(({ inputs }) => Object.keys(inputs)).map(packageOf));
  const byText = new Map<string, string[]>();
  for (const folder of [...folders].filter((name) => name !== undefined).sort()) {
    const text = licenseOf(join(root, folder));
    byText.set(text, [...byText.get(text) ?? [], nameOf(join(root, folder))]);
  }
  return [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package an input belongs to: what follows the last node_modules. */
function packageOf(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function nameOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  return `${name} ${version} (${license})`;
}

function licenseOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() : 'The package has no licence file.';
}
