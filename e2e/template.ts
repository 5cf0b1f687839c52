/** One resource of a CloudFormation template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly [attribute: string]: unknown;
}

export type Resources = Readonly<Record<string, Resource>>;

/** As much of a CloudFormation template as we look at. */
export interface Template {
  readonly Resources: Resources;
  readonly [section: string]: unknown;
}

/** Every logical id that `Ref`, `Fn::GetAtt` or `Fn::Sub` mentions, wherever in the value. */
export function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => [...mentioned(key, inner), ...references(inner)]);
}

/** The resource, waiting no longer for those that are gone. */
export function released(resource: Resource, gone: ReadonlySet<string>): Resource {
  const { DependsOn, ...rest } = resource;
  const dependencies = [DependsOn ?? []].flat();
  if (!dependencies.some((dependency) => gone.has(dependency))) return resource;
  const left = dependencies.filter((dependency) => !gone.has(dependency));
  return { ...rest, Type: resource.Type, ...(left.length > 0 && { DependsOn: left }) };
}

function mentioned(intrinsic: string, argument: unknown): string[] {
  const text = String([argument].flat()[0]);
  if (intrinsic === 'Ref') return [text];
  if (intrinsic === 'Fn::GetAtt') return [text.split('.')[0]];
  if (intrinsic === 'Fn::Sub') return [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, logicalId]) => logicalId);
  return [];
}
