import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetManifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { readJson } from './json-file';
import { constructsOf, StackDocument } from './stack-document';
import { resourceFinder, Template } from './template';

/** The resource of the nested stack `Api/Orders` is `Api/Orders.NestedStack/Orders.NestedStackResource`. */
const NESTED_RESOURCE = /^(.*)\/(.+)\.NestedStack\/\2\.NestedStackResource$/;

/** The nested stacks of a stack, however deep. Their templates are assets: the URL of each ends in the asset's hash. */
export function nestedStacks(directory: string, parent: StackDocument): StackDocument[] {
  const find = resourceFinder(parent.template, constructsOf(parent.metadata));
  return find('AWS::CloudFormation::Stack').flatMap(({ id, properties, construct }) => {
    const file = templateOf(directory, JSON.stringify(properties.TemplateURL));
    if (file === undefined) return [];
    const nested = {
      ...parent,
      path: construct?.replace(NESTED_RESOURCE, '$1/$2') ?? `${parent.path}/${id}`,
      templateFile: join(directory, file),
      template: readJson<Template>(join(directory, file)),
    };
    return [nested, ...nestedStacks(directory, nested)];
  });
}

function templateOf(directory: string, url: string): string | undefined {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.assets.json'))
    .flatMap((name) => Object.entries(readJson<AssetManifest>(join(directory, name)).files ?? {}))
    .filter(([hash]) => url.includes(hash))
    .flatMap(([, asset]) => asset.source.path ?? [])
    .find((path) => existsSync(join(directory, path)));
}
