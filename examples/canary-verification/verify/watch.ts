import { setTimeout as sleep } from 'node:timers/promises';
import { APIGatewayClient, GetStageCommand } from '@aws-sdk/client-api-gateway';
import type { Look } from './evidence';

const INTERVAL_MS = 1_000;

/** A stage of an API. */
export interface StageName { readonly restApiId: string; readonly stageName: string }

export async function lookAt(client: APIGatewayClient, stage: StageName): Promise<Look> {
  const { deploymentId = '', canarySettings, lastUpdatedDate } = await client.send(new GetStageCommand(stage));
  const canary = canarySettings && { deploymentId: canarySettings.deploymentId ?? '', percent: canarySettings.percentTraffic ?? 0 };
  return { at: Date.now(), base: deploymentId, canary, lastUpdated: lastUpdatedDate?.getTime() ?? 0 };
}

/** Looks at a stage every second: a tenth of what an account may ask of API Gateway. */
export class StageWatch {
  readonly looks: Look[] = [];
  private isOn = true;
  private readonly watching: Promise<void>;

  constructor(client: APIGatewayClient, stage: StageName) {
    this.watching = this.watch(client, stage);
  }

  /** Whether a canary was seen that takes traffic. */
  get sawCanary(): boolean {
    return this.looks.some(({ canary }) => canary && canary.percent > 0);
  }

  async stop(): Promise<readonly Look[]> {
    this.isOn = false;
    await this.watching;
    return this.looks;
  }

  /** A look that fails is a second without one. */
  private async watch(client: APIGatewayClient, stage: StageName): Promise<void> {
    for (; this.isOn; await sleep(INTERVAL_MS)) {
      await lookAt(client, stage).then((look) => this.looks.push(look), () => undefined);
    }
  }
}
