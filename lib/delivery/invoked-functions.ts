import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StackTemplate } from './stack-template';

/** Reads where integrations and authorizers of an API lead to, in this stack or in another one. */
export class InvocationUris {
  private readonly references = new ConstructNames();

  constructor(private readonly template: StackTemplate) {}

  /** What the URIs in a resource say between `functions/` and `/invocations`, references as `${…}`. */
  public in(resource: CfnResource): string[] {
    const rendered: unknown = Tokenization.resolve(resource._toCloudFormation(), { scope: resource, resolver: this.references, preparing: false });
    return [...urisIn(rendered)].flatMap((uri) => INVOCATION.exec(uri)?.[1] ?? []);
  }

  /** What `${…}` stands for: a resource of any stack that is known here. */
  public standsFor(name: string): IConstruct | undefined {
    return this.references.target(name) ?? this.template.find(name.split('.')[0])?.resource;
  }
}

const INVOCATION = /functions\/(.+)\/(?:response-streaming-)?invocations/;

/** Everything called `uri` or `authorizerUri`, in whatever letters: in methods, in authorizers and in OpenAPI documents. */
function* urisIn(value: unknown, name = ''): Generator<string> {
  if (/^(authorizer)?uri$/i.test(name)) yield textOf(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* urisIn(inner, key);
}

/** What people wrote by hand, as text: intrinsic functions that only say what a text is made of. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `\${${String(value.Ref)}}`;
  if ('Fn::GetAtt' in value) return `\${${[value['Fn::GetAtt']].flat().join('.')}}`;
  if ('Fn::Sub' in value) return textOf([value['Fn::Sub']].flat()[0]);
  if (!('Fn::Join' in value) || !Array.isArray(value['Fn::Join'])) return '';
  const [separator, parts]: unknown[] = value['Fn::Join'];
  return Array.isArray(parts) ? parts.map(textOf).join(String(separator)) : '';
}

/** Resolves references to names of their own, because what they resolve to otherwise says nothing about resources of other stacks. */
class ConstructNames extends DefaultTokenResolver {
  private readonly targets: IConstruct[] = [];

  constructor() {
    super(AS_TEXT);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor) as unknown;
    return `\${construct${this.targets.push(token.target) - 1}.${token.displayName}}`;
  }

  public target(name: string): IConstruct | undefined {
    const [, index] = /^construct(\d+)\./.exec(name) ?? [];
    return index === undefined ? undefined : this.targets[Number(index)];
  }
}

const AS_TEXT = { join: (left: unknown, right: unknown) => `${textOf(left ?? '')}${textOf(right ?? '')}` };
