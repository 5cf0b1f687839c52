import type { CloudFormationEvent, Provider, Request } from './provider';
import { MINUTE, properties, Release, RESOURCE, timeoutMs } from './releases';
import { Resources, StageHandler } from './resources';
import type { CanaryRolloutProperties } from '../../../../lib/delivery/canary-contract';
import type { CloudFormationFake } from '../../../fakes/cloudformation';
import type { StageControlPlane } from '../../../fakes/stage-control-plane';

export interface StackOptions { readonly stackId: string; readonly stageHandler?: StageHandler }

export interface StackWorld {
  readonly plane: StageControlPlane;
  readonly cloudFormation: CloudFormationFake;
  readonly provider: Provider;
}

/** A stack with the gate and its stage, as CloudFormation carries it out: one method is one thing that happens. */
export class Stack {
  /** As CloudFormation has it in its records. */
  private recorded?: CanaryRolloutProperties;
  private attempted?: CanaryRolloutProperties;
  /** What the records said before the last update. */
  private before?: CanaryRolloutProperties;
  private readonly requests: Request[] = [];
  /** Whether CloudFormation has given the stage its new properties. */
  private isStageUpdated = false;

  private readonly resources: Resources;

  constructor(private readonly world: StackWorld, private readonly options: StackOptions) {
    this.resources = new Resources(world.plane, options.stageHandler);
  }

  /** First deployment: gate, then stage. */
  public async create(release: Release): Promise<Request> {
    const request = await this.createGate(release);
    await this.world.provider.pass(0);
    this.resources.makeStage(this.known(this.recorded));
    this.status = 'CREATE_COMPLETE';
    await this.world.provider.pass(MINUTE);
    return request;
  }

  /** The gate is new, whether the stage is or not. */
  public async createGate(release: Release): Promise<Request> {
    this.status = 'CREATE_IN_PROGRESS';
    this.recorded = properties(release);
    this.resources.makeDeployment(this.recorded);
    return this.ask('Create', this.recorded);
  }

  /** The stack is updated, up to the gate, and something may happen before its function runs. */
  public async deploy(release: Release, meanwhile: () => void = () => undefined): Promise<Request> {
    this.status = 'UPDATE_IN_PROGRESS';
    this.attempted = properties(release);
    this.isStageUpdated = false;
    this.resources.makeDeployment(this.attempted);
    meanwhile();
    return this.ask('Update', this.attempted, this.recorded);
  }

  /** The gate is open: CloudFormation updates the stage. */
  public updateStage(): void {
    const [from, to] = [this.known(this.recorded), this.known(this.attempted)];
    if (from.StageName === to.StageName) this.resources.updateStage(from, to);
    else this.resources.makeStage(to);
    this.isStageUpdated = true;
  }

  /** Everything is updated, and what is not needed any more is deleted. */
  public async cleanUp(): Promise<void> {
    const [from, to] = [this.known(this.recorded), this.known(this.attempted)];
    this.status = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';
    if (from.StageName !== to.StageName) this.resources.deleteStage(from);
    if (from.DeploymentId !== to.DeploymentId) await this.resources.deleteDeployment(from);
    this.before = from;
    this.recorded = to;
    this.status = 'UPDATE_COMPLETE';
  }

  /** Somebody deletes what the update is about to release. */
  public async loseDeployment(): Promise<void> {
    await this.resources.deleteDeployment(this.known(this.attempted));
  }

  /** Something failed, or somebody said so: from now on nobody waits for the gate. Its waiter is not told. */
  public giveUp(): void {
    this.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  }

  /** With `--no-rollback`: everything stays as it is. */
  public leaveFailed(): void {
    this.status = 'UPDATE_FAILED';
  }

  /** The gate hears that it has to have its old properties again. */
  public async rollBackGate(): Promise<Request> {
    this.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    return this.ask('Update', this.known(this.recorded), this.attempted);
  }

  /** The stage gets its old properties again, if it had new ones. */
  public rollBackStage(): void {
    if (this.isStageUpdated) this.resources.updateStage(this.known(this.attempted), this.known(this.recorded));
  }

  /** What the update made is deleted. */
  public async cleanUpRollback(): Promise<void> {
    const [from, to] = [this.known(this.recorded), this.known(this.attempted)];
    this.status = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
    if (from.DeploymentId !== to.DeploymentId) await this.resources.deleteDeployment(to);
    this.status = 'UPDATE_ROLLBACK_COMPLETE';
  }

  /** A rollback as CloudFormation does it when nothing gets in between. */
  public async rollBack(): Promise<Request> {
    this.giveUp();
    this.rollBackStage();
    const request = await this.rollBackGate();
    await this.cleanUpRollback();
    return request;
  }

  /** The gate is not in the template any more. */
  public async deleteGate(): Promise<Request> {
    return this.ask('Delete', this.known(this.recorded));
  }

  /** The last update made a gate with another id: the one before goes. */
  public async deleteGateBefore(): Promise<Request> {
    return this.ask('Delete', this.known(this.before));
  }

  /** The stack is deleted: the stage first, because it depends on the gate. */
  public async delete(): Promise<Request> {
    this.status = 'DELETE_IN_PROGRESS';
    this.resources.deleteStage(this.known(this.recorded));
    const request = await this.deleteGate();
    await this.resources.deleteDeployment(this.known(this.recorded));
    return request;
  }

  public set status(status: string) {
    this.world.cloudFormation.stacks.set(this.options.stackId, status);
  }

  private async ask(RequestType: CloudFormationEvent['RequestType'], to: CanaryRolloutProperties, from?: CanaryRolloutProperties): Promise<Request> {
    const event = {
      RequestType,
      StackId: this.options.stackId,
      ...RESOURCE,
      ...RequestType !== 'Create' && { PhysicalResourceId: RequestType === 'Delete' ? `${to.RestApiId}/${to.StageName}` : this.physicalId() },
      ResourceProperties: { ...to },
      ...from && { OldResourceProperties: { ...from } },
    };
    const request = await this.world.provider.send(event, timeoutMs(to));
    this.requests.push(request);
    return request;
  }

  /** As it was answered last: a failed request gives none. */
  private physicalId(): string | undefined {
    return [...this.requests].reverse().find(({ said }) => said?.Status === 'SUCCESS')?.said?.PhysicalResourceId;
  }

  private known(template: CanaryRolloutProperties | undefined): CanaryRolloutProperties {
    if (!template) throw new TypeError('the stack has not come so far');
    return template;
  }
}
