import { REFUSE } from './stage-control-plane-faults';

type Variables = Readonly<Record<string, string>>;

export interface CanarySettings {
  readonly deploymentId: string;
  readonly percentTraffic: number;
  readonly stageVariableOverrides?: Variables;
  readonly useStageCache: boolean;
}

/** What can be patched. */
export interface Patched {
  readonly deploymentId: string;
  readonly description?: string;
  readonly tracingEnabled: boolean;
  readonly variables?: Variables;
  readonly canarySettings?: CanarySettings;
}

export interface PatchOperation { readonly op?: string; readonly path?: string; readonly value?: string; readonly from?: string }

interface Deployments { has(id: string): boolean }

/** What the service knows of the API, and what is not known of the service. */
export interface PatchRules {
  readonly deployments: Deployments;
  /** Whether a canary can be removed that is not there. */
  readonly removesNoCanary: boolean;
}

const OVERRIDE = /^\/canarySettings\/stageVariableOverrides\/(\w+)$/;
const VARIABLE = /^\/variables\/(\w+)$/;
const CANARY_SETTING = /^\/canarySettings\/(percentTraffic|deploymentId|useStageCache|stageVariableOverrides\/.+)$/;
const SETTING = /^\/(deploymentId|description|tracingEnabled|variables\/.+)$/;
/** AWS: stage variables, "the values must match". */
const VARIABLE_VALUE = /^[\w\-.~:/?#&=,]+$/;

/** All operations or none. */
export function patched<S extends Patched>(stage: S, operations: readonly PatchOperation[], rules: PatchRules): S {
  return operations.reduce<S>((last, operation) => ({ ...last, ...apply(last, operation, rules) }), stage);
}

function apply(stage: Patched, operation: PatchOperation, rules: PatchRules): Partial<Patched> {
  const { op = '', path = '' } = operation;
  if (op === 'copy') return copy(stage, operation);
  if (op === 'remove') return remove(stage, path, rules);
  if (op === 'replace') return path.startsWith('/canarySettings') ? replaceInCanary(stage, operation, rules) : replace(stage, operation, rules);
  throw CANARY_SETTING.test(path) || SETTING.test(path) ? REFUSE.invalidOperation(op, path) : REFUSE.invalidPath(path);
}

/** Promotion. Variables that are not overridden stay: recorded so, although the guide reads as if they went. */
function copy({ canarySettings, variables }: Patched, { path = '', from = '' }: PatchOperation): Partial<Patched> {
  const known = (path === '/deploymentId' && from === '/canarySettings/deploymentId')
    || (path === '/variables' && from === '/canarySettings/stageVariableOverrides');
  if (!known) throw REFUSE.invalidCopy(path, from);
  if (!canarySettings) throw REFUSE.noCanary();
  if (path === '/deploymentId') return { deploymentId: canarySettings.deploymentId };
  return { variables: merged(variables, canarySettings.stageVariableOverrides) };
}

function remove(stage: Patched, path: string, { removesNoCanary }: PatchRules): Partial<Patched> {
  if (path === '/canarySettings') {
    if (!stage.canarySettings && !removesNoCanary) throw REFUSE.nothingToRemove(path);
    return { canarySettings: undefined };
  }
  const [, name] = VARIABLE.exec(path) ?? [];
  if (name !== undefined) return withoutVariable(stage, name, path);
  throw CANARY_SETTING.test(path) || SETTING.test(path) ? REFUSE.invalidOperation('remove', path) : REFUSE.nothingToRemove(path);
}

/** What the service says of one that is not there is not known: whoever removes one has to look first. */
function withoutVariable({ variables = {} }: Patched, name: string, path: string): Partial<Patched> {
  if (!Object.hasOwn(variables, name)) throw REFUSE.nothingToRemove(path);
  const rest = Object.entries(variables).filter(([one]) => one !== name);
  return { variables: rest.length > 0 ? Object.fromEntries(rest) : undefined };
}

function replace(stage: Patched, { path = '', value }: PatchOperation, { deployments }: PatchRules): Partial<Patched> {
  const [, name] = VARIABLE.exec(path) ?? [];
  if (name !== undefined) return { variables: merged(stage.variables, { [name]: variableValue(path, value) }) };
  switch (path) {
    case '/deploymentId': return { deploymentId: existing(deployments, value) };
    case '/description': return { description: value };
    case '/tracingEnabled': return { tracingEnabled: value === 'true' };
    default: throw REFUSE.invalidPath(path);
  }
}

/** The first setting makes a canary: one that leads to the base, without traffic, until other settings say otherwise. */
function replaceInCanary({ deploymentId, canarySettings }: Patched, { path = '', value }: PatchOperation, { deployments }: PatchRules): Partial<Patched> {
  const canary: CanarySettings = canarySettings ?? { deploymentId, percentTraffic: 0, useStageCache: false };
  const [, name] = OVERRIDE.exec(path) ?? [];
  if (name !== undefined) {
    return { canarySettings: { ...canary, stageVariableOverrides: merged(canary.stageVariableOverrides, { [name]: variableValue(path, value) }) } };
  }
  switch (path) {
    case '/canarySettings/deploymentId': return { canarySettings: { ...canary, deploymentId: existing(deployments, value) } };
    case '/canarySettings/percentTraffic': return { canarySettings: { ...canary, percentTraffic: percentage(path, value) } };
    case '/canarySettings/useStageCache': return { canarySettings: { ...canary, useStageCache: value === 'true' } };
    default: throw REFUSE.invalidPath(path);
  }
}

function existing(deployments: Deployments, id: string | undefined): string {
  if (id === undefined || !deployments.has(id)) throw REFUSE.noSuchDeployment();
  return id;
}

function percentage(path: string, value: string | undefined): number {
  const percent = /^\d+(\.\d+)?$/.test(value ?? '') ? Number(value) : NaN;
  if (!(percent <= 100)) throw REFUSE.invalidValue(path, value);
  return percent;
}

function variableValue(path: string, value: string | undefined): string {
  if (value === undefined || !VARIABLE_VALUE.test(value)) throw REFUSE.invalidValue(path, value);
  return value;
}

function merged(some: Variables = {}, others: Variables = {}): Variables | undefined {
  const all = { ...some, ...others };
  return Object.keys(all).length > 0 ? all : undefined;
}
