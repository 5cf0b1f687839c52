import type { CanaryStart, Restoration } from './ports';

/** What UpdateStage is told, as it takes it. */
export interface PatchOperation {
  readonly op: 'replace' | 'remove' | 'copy';
  readonly path: string;
  readonly value?: string;
  readonly from?: string;
}

/** A canary that is not there is made by the first of these. It has no part in the stage's cache, which holds answers of the base. */
export function startPatch({ deploymentId, percent, overrides }: CanaryStart): PatchOperation[] {
  return [
    replace('/canarySettings/deploymentId', deploymentId),
    ...each(overrides, '/canarySettings/stageVariableOverrides'),
    replace('/canarySettings/useStageCache', 'false'),
    ...stepPatch(percent),
  ];
}

export function stepPatch(percent: number): PatchOperation[] {
  return [replace('/canarySettings/percentTraffic', String(percent))];
}

/**
 * As the developer guide has it ("Promote a canary release"). Never by value: if somebody removed the canary in between, the first operation makes one
 * that leads to the base, and the base is copied onto itself, where a value would bring a release back that was given up.
 */
export function promotePatch(): PatchOperation[] {
  return [
    replace('/canarySettings/percentTraffic', '0.0'),
    copy('/canarySettings/stageVariableOverrides', '/variables'),
    copy('/canarySettings/deploymentId', '/deploymentId'),
  ];
}

export function removePatch(): PatchOperation[] {
  return [remove('/canarySettings')];
}

export function restorePatch({ deploymentId, variables, remove: names }: Restoration): PatchOperation[] {
  return [replace('/deploymentId', deploymentId), ...each(variables, '/variables'), ...names.map((name) => remove(`/variables/${name}`))];
}

function each(values: Readonly<Record<string, string>>, path: string): PatchOperation[] {
  return Object.entries(values).map(([name, value]) => replace(`${path}/${name}`, value));
}

function replace(path: string, value: string): PatchOperation {
  return { op: 'replace', path, value };
}

function copy(from: string, path: string): PatchOperation {
  return { op: 'copy', from, path };
}

function remove(path: string): PatchOperation {
  return { op: 'remove', path };
}
