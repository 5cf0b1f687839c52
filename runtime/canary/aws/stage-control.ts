import { APIGatewayClient, GetDeploymentCommand, GetStageCommand, Stage, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { PatchOperation, promotePatch, removePatch, restorePatch, startPatch, stepPatch } from '../patches';
import type { CanaryView, StageControl, StageView } from '../ports';

export interface StageOf { readonly restApiId: string; readonly stageName: string }

/** A canary can come back in between: by a waiter that nobody stopped, or by hand. */
const TRIES_TO_REMOVE = 3;

export function awsStage(client: APIGatewayClient, of: StageOf): StageControl {
  const update = async (patchOperations: PatchOperation[]) => view(await client.send(new UpdateStageCommand({ ...of, patchOperations })));
  const read = async () => {
    const stage = await client.send(new GetStageCommand(of)).catch(unless('NotFoundException'));
    return stage && view(stage);
  };
  return {
    read,
    start: (canary) => update(startPatch(canary)),
    step: (percent) => update(stepPatch(percent)),
    promote: () => update(promotePatch()),
    removeCanary: () => removeCanary(() => update(removePatch()), read),
    async restore(restoration) {
      await update(restorePatch(restoration));
    },
    async madeAt(deploymentId) {
      const { restApiId } = of;
      const deployment = await client.send(new GetDeploymentCommand({ restApiId, deploymentId })).catch(unless('NotFoundException'));
      return deployment?.createdDate?.getTime();
    },
  };
}

/** Whether API Gateway refuses to remove what is not there is not documented: when it refuses, we look. */
async function removeCanary(remove: () => Promise<StageView>, read: StageControl['read']): Promise<void> {
  for (let left = TRIES_TO_REMOVE; ; left -= 1) {
    try {
      return void await remove();
    } catch (error) {
      if (isCalled(error, 'NotFoundException')) return;
      if (!isCalled(error, 'BadRequestException')) throw error;
      if (!(await read())?.canary) return;
      if (left === 1) throw error;
    }
  }
}

function view({ deploymentId = '', variables = {}, lastUpdatedDate, canarySettings }: Stage): StageView {
  return { deploymentId, variables, lastUpdated: lastUpdatedDate?.getTime() ?? 0, canary: canarySettings && canaryView(canarySettings) };
}

/** What is not said is what API Gateway takes when nothing is said. */
function canaryView({ deploymentId = '', percentTraffic = 0, stageVariableOverrides = {} }: NonNullable<Stage['canarySettings']>): CanaryView {
  return { deploymentId, percent: percentTraffic, overrides: stageVariableOverrides };
}

function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (isCalled(error, name)) return undefined;
    throw error;
  };
}

function isCalled(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
