import { App, Stack } from 'aws-cdk-lib';

type Resources = Record<string, { DependsOn?: string | string[]; Properties?: unknown }>;

/** The template of a stack as it is, cycles and all: `Template.fromStack` refuses those. */
export function templateOf(stack: Stack): { Resources: Resources } {
  const app = stack.node.root;
  if (!App.isApp(app)) return { Resources: {} };
  return app.synth().getStackByName(stack.stackName).template as { Resources: Resources };
}

/**
 * The resources of a template that CloudFormation could not bring into any order. Written apart from what the library does: take away whatever
 * waits for nothing, until nothing can be taken away any more.
 */
export function deadlocked({ Resources: resources }: { Resources: Resources }): string[] {
  const waiting = new Map(Object.entries(resources).map(([id, { DependsOn: dependsOn = [], Properties: properties }]) => [
    id, new Set([...[dependsOn].flat(), ...named(JSON.stringify(properties ?? {}))].filter((other) => other in resources)),
  ]));
  for (let free = without(waiting); free.length > 0; free = without(waiting)) {
    free.forEach((id) => waiting.delete(id));
    waiting.forEach((others) => free.forEach((id) => others.delete(id)));
  }
  return [...waiting.keys()];
}

function without(waiting: Map<string, Set<string>>): string[] {
  return [...waiting].filter(([, others]) => others.size === 0).map(([id]) => id);
}

/** What stands in a text of JSON after Ref, Fn::GetAtt and in the braces of Fn::Sub. */
function named(json: string): string[] {
  return [/"Ref":"([^"]+)"/g, /"Fn::GetAtt":\["([^"]+)"/g, /"Fn::GetAtt":"([^".]+)/g, /\$\{([A-Za-z0-9]+)/g]
    .flatMap((pattern) => [...json.matchAll(pattern)].map(([, id]) => id));
}
