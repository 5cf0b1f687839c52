import { createHash } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { unlisted } from './differences';
import { Failure } from './failure';
import { Removed, strip } from './strip';
import { Template } from './template';

/** The parts of manifest.json we read. */
interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly file?: string };
}

/** The parts of <stack>.assets.json we read. */
interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** A cloud assembly as `cdk synth` leaves it: templates, assets and the files that say what is what. */
export class Assembly {
  constructor(readonly folder: string) {}

  /** Paths of the templates. */
  get templates(): string[] {
    return this.files('aws:cloudformation:stack', 'templateFile');
  }

  template(stack: string): Template {
    return this.read<Template>(`${stack}.template.json`);
  }

  /** Takes out of every template what the emulator cannot take, and nothing else. */
  strip(): Removed[] {
    return this.templates.flatMap((file) => {
      const before = this.read<Template>(file);
      const { template, removed } = strip(before);
      if (removed.length > 0) this.replace(file, JSON.stringify(template));
      const surprises = unlisted(before, this.read<Template>(file));
      if (surprises.length > 0) throw new Failure(`${file}: changed, but not listed in e2e/removals.ts: ${surprises.join(', ')}`);
      return removed;
    });
  }

  /** The CLI uploads a template under the hash of its content, and not again when the bucket has one of that name: a new content needs a new hash. */
  private replace(file: string, content: string): void {
    writeFileSync(join(this.folder, file), content);
    const after = createHash('sha256').update(content).digest('hex');
    for (const assets of this.files('cdk:asset-manifest', 'file')) {
      const [before] = Object.entries(this.read<AssetManifest>(assets).files).find(([, { source }]) => source.path === file) ?? [];
      if (before) [assets, 'manifest.json'].forEach((manifest) => this.rewrite(manifest, before, after));
    }
  }

  private rewrite(file: string, before: string, after: string): void {
    const path = join(this.folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(before, after));
  }

  private files(type: string, property: 'templateFile' | 'file'): string[] {
    const artifacts = Object.values(this.read<Manifest>('manifest.json').artifacts).filter((artifact) => artifact.type === type);
    return artifacts.flatMap(({ properties }) => properties?.[property] ?? []);
  }

  private read<T>(file: string): T {
    return JSON.parse(readFileSync(join(this.folder, file), 'utf8')) as T;
  }
}
