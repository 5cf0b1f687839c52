import { REFUSE } from './stage-control-plane-faults';
import type { Patched } from './stage-control-plane-patch';

export interface StageState extends Patched {
  readonly stageName: string;
  /** Milliseconds since 1970, by the clock of the service. */
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
}

export interface NewStage {
  readonly restApiId: string;
  readonly stageName: string;
  /** The base. */
  readonly deploymentId: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** All of the API; the base need not be named again. */
  readonly deployments?: readonly string[];
  /** @default restApiId */
  readonly apiName?: string;
}

interface ApiState { readonly id: string; readonly name: string; readonly deployments: Map<string, number>; readonly stages: Map<string, StageState> }

/** REST APIs, their deployments and stages. */
export class StageBook {
  private readonly apis = new Map<string, ApiState>();

  constructor(private readonly now: () => number) {}

  public add({ restApiId, stageName, deploymentId, variables, deployments = [], apiName = restApiId }: NewStage): void {
    const api = this.apis.get(restApiId) ?? { id: restApiId, name: apiName, deployments: new Map(), stages: new Map() };
    this.apis.set(restApiId, api);
    for (const id of [deploymentId, ...deployments]) this.addDeployment(restApiId, id);
    const at = this.now();
    api.stages.set(stageName, { stageName, deploymentId, variables, tracingEnabled: false, createdDate: at, lastUpdatedDate: at });
  }

  /** One that is there stays as old as it is. */
  public addDeployment(restApiId: string, id: string): void {
    const { deployments } = this.api(restApiId);
    deployments.set(id, deployments.get(id) ?? this.now());
  }

  public madeAt(restApiId: string, id: string): number {
    const made = this.api(restApiId).deployments.get(id);
    if (made === undefined) throw REFUSE.unknownDeployment();
    return made;
  }

  public api(id: string): ApiState {
    const api = this.apis.get(id);
    if (!api) throw REFUSE.unknownApi(id);
    return api;
  }

  public allApis(): readonly ApiState[] {
    return [...this.apis.values()];
  }

  public stage(restApiId: string, stageName: string): StageState {
    const stage = this.api(restApiId).stages.get(stageName);
    if (!stage) throw REFUSE.unknownStage();
    return stage;
  }

  public update(restApiId: string, stage: Patched & { readonly stageName: string }): StageState {
    const { createdDate } = this.stage(restApiId, stage.stageName);
    const updated = { ...stage, createdDate, lastUpdatedDate: this.now() };
    this.api(restApiId).stages.set(stage.stageName, updated);
    return updated;
  }

  public deleteStage(restApiId: string, stageName: string): void {
    this.stage(restApiId, stageName);
    this.api(restApiId).stages.delete(stageName);
  }

  /** Whether one can be deleted that only a canary leads to is not known: it is refused, because nothing may depend on it. */
  public deleteDeployment(restApiId: string, id: string): void {
    const { deployments, stages } = this.api(restApiId);
    if (!deployments.has(id)) throw REFUSE.unknownDeployment();
    const inUse = [...stages.values()].some(({ deploymentId, canarySettings }) => deploymentId === id || canarySettings?.deploymentId === id);
    if (inUse) throw REFUSE.deploymentInUse();
    deployments.delete(id);
  }
}
