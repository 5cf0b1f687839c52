import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { awsAlarms } from './alarm-book';
import { awsStack } from './stack-control';
import { awsStage } from './stage-control';
import { awsTraffic } from './traffic';
import type { RolloutPorts } from '../ports';
import type { RequestsMetric } from '../read-rollout';
import type { Rollout } from '../rollout';

/** Milliseconds. What takes longer is tried again: every request may be made twice. */
const PATIENCE = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** What a release is about. */
export interface About { readonly rollout: Rollout; readonly metric: RequestsMetric | undefined; readonly stackId: string }

export type PortsOf = (about: About) => RolloutPorts;

/** @param maxAttempts to make a request that is throttled or fails. */
export function awsPorts(maxAttempts: number, now: () => number): PortsOf {
  const settings = { maxAttempts, requestHandler: PATIENCE };
  const apiGateway = new APIGatewayClient(settings);
  const cloudWatch = new CloudWatchClient(settings);
  const cloudFormation = new CloudFormationClient(settings);
  return ({ rollout: { restApiId, stageName }, metric, stackId }) => ({
    stage: awsStage(apiGateway, { restApiId, stageName }),
    alarms: awsAlarms(cloudWatch),
    stack: awsStack(cloudFormation, stackId),
    traffic: awsTraffic(cloudWatch, metric, now),
    now,
  });
}
