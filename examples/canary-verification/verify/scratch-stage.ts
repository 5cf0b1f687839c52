import {
  CreateDeploymentCommand, CreateStageCommand, DeleteDeploymentCommand, DeleteStageCommand, GetDeploymentCommand, GetStageCommand, PatchOperation,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { Account } from './account';
import type { Attempt } from './judges/scratch';
import { lookAt, StageName } from './watch';

const SMALLEST_CACHE = '0.5';

/** A stage of the deployed API that no template knows, and a deployment for its canary. They go as they came. */
export class ScratchStage {
  /** Another deployment of the same content. */
  canaryId = '';
  private readonly stage: StageName;

  constructor(private readonly account: Account, private readonly restApiId: string, stageName: string) {
    this.stage = { restApiId, stageName };
  }

  async make(base: string, cached = false): Promise<void> {
    const { apiGateway } = this.account;
    const cache = cached ? { cacheClusterEnabled: true, cacheClusterSize: SMALLEST_CACHE } as const : {};
    await apiGateway.send(new CreateStageCommand({ ...this.stage, deploymentId: base, ...cache }));
    this.canaryId = (await apiGateway.send(new CreateDeploymentCommand({ restApiId: this.restApiId }))).id ?? '';
  }

  async cacheStatus(): Promise<string | undefined> {
    return (await this.account.apiGateway.send(new GetStageCommand(this.stage))).cacheClusterStatus;
  }

  async lastUpdated(): Promise<number> {
    return (await lookAt(this.account.apiGateway, this.stage)).lastUpdated;
  }

  async patch(what: string, patchOperations: PatchOperation[]): Promise<Attempt> {
    return attempt(what, this.account.apiGateway.send(new UpdateStageCommand({ ...this.stage, patchOperations })));
  }

  async deleteDeployment(): Promise<Attempt> {
    return attempt('DeleteDeployment', this.account.apiGateway.send(new DeleteDeploymentCommand(this.deployment)));
  }

  async hasDeployment(): Promise<boolean> {
    return (await attempt('GetDeployment', this.account.apiGateway.send(new GetDeploymentCommand(this.deployment)))).refusal === undefined;
  }

  /** Whatever is left of it. */
  async remove(): Promise<void> {
    await attempt('DeleteStage', this.account.apiGateway.send(new DeleteStageCommand(this.stage)));
    if (this.canaryId) await this.deleteDeployment();
  }

  private get deployment(): { restApiId: string; deploymentId: string } {
    return { restApiId: this.restApiId, deploymentId: this.canaryId };
  }
}

async function attempt(what: string, request: Promise<unknown>): Promise<Attempt> {
  return request.then(() => ({ what }), (error: Error) => ({ what, refusal: `${error.name}: ${error.message}` }));
}
