/** As much of a CloudFormation template as the report reads. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Properties;
}

export type Properties = Readonly<Record<string, unknown>>;

/** A resource with the name it has in its template. */
export interface NamedResource {
  readonly id: string;
  readonly properties: Properties;
  /** The path of the construct that made it: of the L2, when there is one. */
  readonly construct?: string;
}

/** Resources of one type, in template order. */
export type ResourceFinder = (type: string) => NamedResource[];

/** `constructs` are construct paths by logical id. */
export function resourceFinder(template: Template, constructs: ReadonlyMap<string, string> = new Map()): ResourceFinder {
  return (type) => Object.entries(template.Resources ?? {})
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, properties: resource.Properties ?? {}, construct: constructs.get(id)?.replace(/\/Resource$/, '') }));
}

/** What a property points to: the logical id behind `Ref` or `Fn::GetAtt`, or the text itself. */
export function target(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return undefined;
  if (typeof value.Ref === 'string') return value.Ref;
  const attribute = value['Fn::GetAtt'];
  return Array.isArray(attribute) && typeof attribute[0] === 'string' ? attribute[0] : undefined;
}

/** Everything a value points to, however deep. */
export function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const one = target(value);
  return one === undefined ? Object.values(value).flatMap(references) : [one];
}

export function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
