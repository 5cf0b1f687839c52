import { Template } from './template';

/** How many resources of a kind a template has. */
export interface ResourceCount {
  /** `AWS::Lambda::Function`. */
  readonly type: string;
  readonly count: number;
}

/** Resources by kind, in the order of their names. */
export function countResources(template: Template): ResourceCount[] {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(template.Resources ?? {})) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => a.type.localeCompare(b.type));
}
