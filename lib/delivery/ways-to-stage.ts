import type { CfnResource } from 'aws-cdk-lib';
import type { StackTemplate, TemplateResource } from './stack-template';

/** Resources that each wait for the next one. */
export type Way = readonly TemplateResource[];

/** The shortest ways from the gate to the stage, one through each resource that names the stage. Empty when there is no cycle. */
export function waysToStage(template: StackTemplate, gate: CfnResource, stage: CfnResource): Way[] {
  const [from, to] = [template.of(gate), template.of(stage)];
  if (!from || !to) return [];
  return waysFrom(from, template, new Set([from.logicalId, to.logicalId]))
    .filter((way) => lastOf(way).waitsFor.includes(to.logicalId))
    .map((way) => [...way, to]);
}

/** Breadth first: the first way to a resource is the shortest. */
function waysFrom(first: TemplateResource, template: StackTemplate, seen: Set<string>): Way[] {
  const ways: Way[] = [[first]];
  for (const way of ways) {
    for (const next of lastOf(way).waitsFor.filter((id) => !seen.has(id))) {
      seen.add(next);
      const found = template.find(next);
      if (found) ways.push([...way, found]);
    }
  }
  return ways;
}

function lastOf(way: Way): TemplateResource {
  return way[way.length - 1];
}

/** `Shop/Canary/Resource/Default (Canary1A2B) waits for Shop/Alarm/Resource (Alarm3C4D), which waits for Shop/Api/… (ApiStage5E6F)`. */
export function inWords(way: Way): string {
  const [first, second, ...others] = way.map(({ resource, logicalId }) => `${resource.node.path} (${logicalId})`);
  return [`${first} waits for ${second}`, ...others].join(', which waits for ');
}
