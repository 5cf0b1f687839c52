import type { MetadataEntry } from 'aws-cdk-lib/cloud-assembly-schema';
import { Template } from './template';

/** What constructs wrote down about themselves: construct path, without a leading slash, to entries. */
export type Metadata = ReadonlyMap<string, readonly MetadataEntry[]>;

/** A stack of the assembly, or a nested stack inside of one. */
export interface StackDocument {
  /** The construct path, which is what `cdk deploy` takes: `Prod/Orders`. */
  readonly path: string;
  /** `aws://123456789012/eu-west-1`. */
  readonly environment: string;
  /** Where its template is. */
  readonly templateFile: string;
  readonly template: Template;
  /** Of the whole stack, nested stacks included. */
  readonly metadata: Metadata;
}

/** Which of the stacks a construct belongs to: the innermost whose path the construct's begins with. */
export function stackOf(path: string, stacks: readonly StackDocument[]): StackDocument | undefined {
  return stacks
    .filter((stack) => path === stack.path || path.startsWith(`${stack.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** Construct paths by the logical ids of their resources. */
export function constructsOf(metadata: Metadata): Map<string, string> {
  return new Map([...metadata].flatMap(([path, entries]) => entries
    .filter(({ type }) => type === 'aws:cdk:logicalId')
    .map(({ data }) => [String(data), path])));
}
