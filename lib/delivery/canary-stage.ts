import { Stack } from 'aws-cdk-lib';
import { CfnStage, RestApiBase, Stage } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { refuse } from '../core/refuse';
import { checkedStageName } from '../core/stage-name';
import type { ApiMetrics } from '../observability/api-metrics';

/** What says which stage is meant. */
export interface StageOfCanary {
  readonly restApi: RestApiBase;
  readonly metrics: ApiMetrics;
  readonly stage?: Stage;
}

/** The stage that a canary can be put in front of, checked before anything is made. */
export function canaryStage(scope: Construct, { restApi, metrics, stage: given }: StageOfCanary): CfnStage {
  const stage = given ?? stageOf(restApi) ?? refuse('canary-without-stage', { api: restApi.node.path }, scope);
  const { defaultChild: resource, path } = stage.node;
  if (!(resource instanceof CfnStage)) return refuse('canary-stage-imported', { path }, scope);
  if (stage.restApi !== restApi) refuse('canary-stage-of-another-api', { api: restApi.node.path, path }, scope);
  const [stack, other] = [Stack.of(scope), Stack.of(resource)];
  if (stack !== other) refuse('canary-in-another-stack', { stack: stack.node.path, other: other.node.path }, scope);
  checkName(checkedStageName(resource.stageName ?? ''), checkedStageName(metrics._stageName), scope);
  return resource;
}

/** There is none with `deploy: false`, whatever its type says. */
function stageOf({ deploymentStage }: { readonly deploymentStage?: Stage }): Stage | undefined {
  return deploymentStage;
}

function checkName(stage: string, metrics: string, scope: Construct): void {
  if (stage !== metrics) refuse('canary-stage-of-another-name', { stage, metrics }, scope);
}
