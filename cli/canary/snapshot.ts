import type { CanaryView, StageControl, StageView } from '../../runtime/canary/ports';
import { UsageError } from '../command';

export interface Api { readonly id: string; readonly name: string }

/** What is known of a deployment beside its id. */
export interface DeploymentView { readonly description?: string; readonly createdAt?: Date }

/** One stage of one API, in AWS or elsewhere. */
export interface Stage {
  readonly api: Api;
  readonly name: string;
  readonly region: string;
  readonly control: StageControl;
  /** Those of the API that exist. */
  readonly deployments: (ids: readonly string[]) => Promise<ReadonlyMap<string, DeploymentView>>;
  /** Names of all stages of the API. */
  readonly siblings: () => Promise<readonly string[]>;
}

/** A stage with a canary on it. */
export interface WithCanary extends Snapshot { readonly canary: Side }

/** What a stage looks like. `--json` prints it: names are added, and never change their meaning. */
export interface Snapshot {
  readonly api: Api;
  readonly stage: string;
  readonly region: string;
  readonly base: Side;
  readonly canary: Side | null;
  /** ISO 8601. */
  readonly lastChanged: string;
  readonly secondsSinceChange: number;
  /** Within five minutes. */
  readonly changedLately: boolean;
}

/** Where a part of the traffic goes. */
export interface Side {
  readonly deploymentId: string;
  readonly description: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  /** Of all requests. */
  readonly percent: number;
  /** Of the stage; of the canary only those it has instead. */
  readonly variables: Readonly<Record<string, string>>;
}

const LATELY_SECONDS = 300;

export async function look(stage: Stage): Promise<Snapshot> {
  const view = await stage.control.read();
  if (!view) throw await noSuchStage(stage);
  const { canary } = view;
  const known = await stage.deployments([view.deploymentId, ...canary ? [canary.deploymentId] : []]);
  const percent = canary?.percent ?? 0;
  return {
    api: stage.api,
    stage: stage.name,
    region: stage.region,
    base: side({ deploymentId: view.deploymentId, percent: rest(percent), overrides: view.variables }, known),
    canary: canary ? side(canary, known) : null,
    ...changeOf(view),
  };
}

export function hasCanary(snapshot: Snapshot): snapshot is WithCanary {
  return snapshot.canary !== null;
}

/** Whether callers meet it, and something else than the base. */
export function isTakingTraffic(snapshot: Snapshot): boolean {
  const { canary } = snapshot;
  return canary !== null && canary.percent > 0 && !isBase(canary, snapshot);
}

/** Whether promoting the canary would change nothing: it is what a promotion leaves, or what was made without saying where it leads. */
export function isBase(canary: Side, { base }: Snapshot): boolean {
  return canary.deploymentId === base.deploymentId && Object.entries(canary.variables).every(([name, value]) => base.variables[name] === value);
}

/** Whether two looks saw the same, but for its share of the traffic. */
export function isSame(one: Side | null, other: Side | null): boolean {
  return essence(one) === essence(other);
}

function essence(part: Side | null): string {
  return JSON.stringify(part && [part.deploymentId, Object.entries(part.variables).sort()]);
}

function side({ deploymentId, percent, overrides }: CanaryView, known: ReadonlyMap<string, DeploymentView>): Side {
  const { description, createdAt } = known.get(deploymentId) ?? {};
  return { deploymentId, description: description || null, createdAt: createdAt?.toISOString() ?? null, percent, variables: overrides };
}

/** 100 - 33.3, without what binary fractions add to it. */
function rest(percent: number): number {
  return Number((100 - percent).toFixed(4));
}

function changeOf({ lastUpdated }: StageView): Pick<Snapshot, 'lastChanged' | 'secondsSinceChange' | 'changedLately'> {
  const secondsSinceChange = Math.max(0, Math.round((Date.now() - lastUpdated) / 1_000));
  return { lastChanged: new Date(lastUpdated).toISOString(), secondsSinceChange, changedLately: secondsSinceChange < LATELY_SECONDS };
}

async function noSuchStage({ api, name, siblings }: Stage): Promise<UsageError> {
  const names = await siblings();
  const there = names.length === 0 ? 'It has no stage at all' : `It has: ${[...names].sort().join(', ')}`;
  return new UsageError(`the API ${api.name} (${api.id}) has no stage "${name}". ${there}`);
}
