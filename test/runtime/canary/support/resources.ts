import { APIGatewayClient, DeleteDeploymentCommand } from '@aws-sdk/client-api-gateway';
import type { CanaryRolloutProperties } from '../../../../lib/delivery/canary-contract';
import type { StageControlPlane } from '../../../fakes/stage-control-plane';

/**
 * What CloudFormation compares to know what to change on the stage: the template it had before, or the stage as it is. Which of them it is, is not
 * known without an account, so that both have to end well.
 */
export type StageHandler = 'the template before' | 'the stage as it is';

/** Deployments and stages, as CloudFormation makes, changes and deletes them. */
export class Resources {
  /** Deployments that are there. */
  private readonly made = new Set<string>();

  constructor(private readonly plane: StageControlPlane, private readonly stageHandler: StageHandler = 'the template before') {}

  /** One that is there stays as it is: its logical id is that of its content. */
  public makeDeployment({ RestApiId, DeploymentId }: CanaryRolloutProperties): void {
    if (this.made.has(DeploymentId)) return;
    this.plane.addStage({ restApiId: RestApiId, stageName: DeploymentId, deploymentId: DeploymentId });
    this.plane.deleteStage(RestApiId, DeploymentId);
    this.made.add(DeploymentId);
  }

  /** Refused while a stage or a canary leads to it. */
  public async deleteDeployment({ RestApiId, DeploymentId }: CanaryRolloutProperties): Promise<void> {
    const client = new APIGatewayClient({});
    await client.send(new DeleteDeploymentCommand({ restApiId: RestApiId, deploymentId: DeploymentId }));
    client.destroy();
    this.made.delete(DeploymentId);
  }

  public makeStage({ RestApiId, StageName, DeploymentId, StageVariables }: CanaryRolloutProperties): void {
    this.plane.addStage({ restApiId: RestApiId, stageName: StageName, deploymentId: DeploymentId, variables: StageVariables });
  }

  public deleteStage({ RestApiId, StageName }: CanaryRolloutProperties): void {
    this.plane.deleteStage(RestApiId, StageName);
  }

  /** Variables are never taken away. */
  public updateStage(from: CanaryRolloutProperties, to: CanaryRolloutProperties): void {
    const before = this.stageHandler === 'the stage as it is' ? this.seen(to) : from;
    const changed = Object.entries(to.StageVariables).filter(([name, value]) => before.StageVariables[name] !== value);
    this.plane.patch(to.RestApiId, to.StageName, [
      ...before.DeploymentId === to.DeploymentId ? [] : [{ op: 'replace', path: '/deploymentId', value: to.DeploymentId }],
      ...changed.map(([name, value]) => ({ op: 'replace', path: `/variables/${name}`, value })),
    ]);
  }

  private seen({ RestApiId, StageName }: CanaryRolloutProperties): Pick<CanaryRolloutProperties, 'DeploymentId' | 'StageVariables'> {
    const { deploymentId, variables = {} } = this.plane.stage(RestApiId, StageName);
    return { DeploymentId: deploymentId, StageVariables: variables };
  }
}
