import type { CanaryView, StageView } from './ports';

/** A release, as the template has it. */
export interface Rollout {
  readonly restApiId: string;
  readonly stageName: string;
  /** The deployment that is to be the base of the stage. */
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly isManual: boolean;
  /** Percent, ascending. */
  readonly steps: readonly number[];
  readonly bakeMs: number;
  readonly deadlineMs: number;
  readonly alarms: readonly string[];
  /** 0: none. */
  readonly minimumRequests: number;
  readonly takesOver: boolean;
  readonly failsOnDrift: boolean;
}

/** Two states of a template: the one to reach, and the one that was there before. */
export interface Change { readonly to: Rollout; readonly from: Rollout }

/** What is known since the start. The waiter hands it over with every tick, and nothing else survives between them. */
export interface Started {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The deployment that was the base then. */
  readonly base: string;
}

/** A release that cannot go on. The message is the reason people see on their stack. */
export class Rejected extends Error {
  public override readonly name = 'Rejected';
}

/**
 * Whether the stage is as the release wants it. Variables it does not name may be there: CloudFormation leaves them, and we cannot take them away
 * either, because a waiter that was not told to stop might do so after a rollback has brought them back.
 */
export function isReached(stage: StageView, { deploymentId, variables }: Pick<Rollout, 'deploymentId' | 'variables'>): boolean {
  return stage.deploymentId === deploymentId && Object.keys(changed(stage, variables)).length === 0;
}

/** Variables that the stage does not have, or has otherwise. */
export function changed(stage: StageView, variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name, value]) => stage.variables[name] !== value));
}

/** Whether it leads to the deployment of the release, with the variables that the stage does not have. */
export function isOurs(canary: CanaryView, stage: StageView, { deploymentId, variables }: Rollout): boolean {
  const missing = Object.entries(changed(stage, variables));
  return canary.deploymentId === deploymentId && missing.every(([name, value]) => canary.overrides[name] === value);
}

/** A canary that takes traffic to a deployment which is neither that of the release nor the base. */
export function isForeign(canary: CanaryView, stage: StageView, rollout: Rollout): boolean {
  return canary.percent > 0 && canary.deploymentId !== stage.deploymentId && canary.deploymentId !== rollout.deploymentId;
}

/** Those of one template that the other one does not have. */
export function onlyIn(variables: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): string[] {
  return Object.keys(variables).filter((name) => !Object.hasOwn(other, name));
}
