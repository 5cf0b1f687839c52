import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ArtifactManifest, AssemblyManifest, MetadataEntry, PolicyValidationReportJson } from 'aws-cdk-lib/cloud-assembly-schema';
import { UsageError } from '../command';
import { readJson } from './json-file';
import { nestedStacks } from './nested-stacks';
import { Metadata, StackDocument } from './stack-document';
import { Template } from './template';

/** A directory written by `cdk synth`. */
export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly StackDocument[];
  /** What the checks registered with the app found; missing when none ran. */
  readonly validation?: PolicyValidationReportJson;
}

export function readAssembly(directory: string): Assembly {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new UsageError(`there is no cloud assembly in "${directory}": run "npx cdk synth" first, or name the directory it writes to, `
      + 'as in "cdk-gatehouse report path/to/cdk.out"');
  }
  const report = join(directory, 'validation-report.json');
  const stacks = readStacks(directory).sort((a, b) => a.path.localeCompare(b.path));
  return { directory, stacks, validation: existsSync(report) ? readJson(report) : undefined };
}

function readStacks(directory: string): StackDocument[] {
  const manifest = readJson<AssemblyManifest>(join(directory, 'manifest.json'));
  return Object.entries(manifest.artifacts ?? {}).flatMap(([id, artifact]) => {
    if (is(artifact, 'cdk:cloud-assembly')) return readStacks(join(directory, property(artifact, 'directoryName') ?? id));
    return is(artifact, 'aws:cloudformation:stack') ? readStack(directory, id, artifact) : [];
  });
}

function readStack(directory: string, id: string, artifact: ArtifactManifest): StackDocument[] {
  const templateFile = join(directory, property(artifact, 'templateFile') ?? `${id}.template.json`);
  const stack = {
    path: artifact.displayName ?? id,
    environment: artifact.environment ?? 'aws://unknown-account/unknown-region',
    templateFile,
    template: readJson<Template>(templateFile),
    metadata: readMetadata(directory, artifact),
  };
  return [stack, ...nestedStacks(directory, stack)];
}

/** The schema allows metadata in the manifest and in a file beside it, and both at once. */
function readMetadata(directory: string, artifact: ArtifactManifest): Metadata {
  const beside = artifact.additionalMetadataFile === undefined
    ? {} : readJson<Record<string, MetadataEntry[]>>(join(directory, artifact.additionalMetadataFile));
  const metadata = new Map<string, MetadataEntry[]>();
  for (const [path, entries] of [...Object.entries(artifact.metadata ?? {}), ...Object.entries(beside)]) {
    const key = path.replace(/^\//, '');
    metadata.set(key, [...metadata.get(key) ?? [], ...entries]);
  }
  return metadata;
}

// Compared as text: the enum of the schema would be loaded from aws-cdk-lib for two words.
function is(artifact: ArtifactManifest, type: `${ArtifactManifest['type']}`): boolean {
  return artifact.type === type;
}

function property(artifact: ArtifactManifest, name: string): string | undefined {
  const value: unknown = Object.entries(artifact.properties ?? {}).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}
