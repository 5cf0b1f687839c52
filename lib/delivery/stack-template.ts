import { CfnResource, Stack } from 'aws-cdk-lib';
import { referencesIn, Resolved } from './template-references';

/** A resource as it will stand in the template. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly resource: CfnResource;
  readonly properties: { readonly [name: string]: Resolved };
  /** Logical ids of what is made before it, parameters among them. */
  readonly waitsFor: readonly string[];
}

/** What CloudFormation will see of the resources of one stack. Each is resolved when it is asked for, and once. */
export class StackTemplate {
  private readonly resources = new Map<string, CfnResource>();
  private readonly rendered = new Map<string, TemplateResource>();

  constructor(private readonly stack: Stack) {
    for (const resource of stack.node.findAll().filter(CfnResource.isCfnResource)) {
      if (Stack.of(resource) === stack) this.resources.set(this.idOf(resource), resource);
    }
  }

  public of(resource: CfnResource): TemplateResource | undefined {
    return this.find(this.idOf(resource));
  }

  /** Nothing if it is no resource of this stack: a parameter, say. */
  public find(logicalId: string): TemplateResource | undefined {
    const resource = this.resources.get(logicalId);
    if (!resource) return undefined;
    const known = this.rendered.get(logicalId) ?? this.render(logicalId, resource);
    this.rendered.set(logicalId, known);
    return known;
  }

  private render(logicalId: string, resource: CfnResource): TemplateResource {
    const { Resources: { [logicalId]: body } = {} } = this.stack.resolve(resource._toCloudFormation()) as Rendered;
    const properties = body?.Properties ?? {};
    return { logicalId, resource, properties, waitsFor: [...new Set([...listed(body?.DependsOn), ...referencesIn(properties)])] };
  }

  private idOf(resource: CfnResource): string {
    return String(this.stack.resolve(resource.logicalId));
  }
}

interface Rendered {
  readonly Resources?: { readonly [logicalId: string]: RenderedResource };
}

interface RenderedResource {
  readonly Properties?: { readonly [name: string]: Resolved };
  readonly DependsOn?: string | string[];
}

function listed(dependsOn: string | string[] = []): string[] {
  return typeof dependsOn === 'string' ? [dependsOn] : dependsOn;
}
