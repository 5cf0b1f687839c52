import type { CfnResource } from 'aws-cdk-lib';
import { CfnDeployment, CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { StackTemplate } from './stack-template';
import { referencesIn } from './template-references';
import { inWords, Way, waysToStage } from './ways-to-stage';
import { findingMessage } from '../core/findings';

/** What makes a release impossible, in words, once everything of the stack is there. */
export function gateObjections(template: StackTemplate, gate: CfnResource, stage: CfnStage): string[] {
  return [...aboutStage(template, stage), ...aboutDeployment(template, stage), ...aboutCycles(waysToStage(template, gate, stage))];
}

function aboutStage(template: StackTemplate, stage: CfnStage): string[] {
  const settings = template.of(stage)?.properties.CanarySetting;
  return settings === undefined ? [] : [findingMessage('canary-stage-has-canary-settings', { path: stage.node.path })];
}

function aboutDeployment(template: StackTemplate, stage: CfnStage): string[] {
  const [logicalId = ''] = referencesIn(template.of(stage)?.properties.DeploymentId);
  const deployment = template.find(logicalId);
  if (!(deployment?.resource instanceof CfnDeployment)) return [findingMessage('canary-deployment-not-in-stack', { path: stage.node.path })];
  const { properties: { StageName, DeploymentCanarySettings }, resource: { node: { path } } } = deployment;
  return [
    ...(StageName === undefined ? [] : [findingMessage('canary-deployment-names-a-stage', { path })]),
    ...(DeploymentCanarySettings === undefined ? [] : [findingMessage('canary-deployment-has-canary-settings', { path })]),
  ];
}

/** One for each type of resource that names the stage: what is to be done about all of a type is the same. */
function aboutCycles(ways: readonly Way[]): string[] {
  const types = new Set(ways.map((way) => namerOf(way).cfnResourceType));
  return [...types].map((type) => {
    const [first, ...more] = ways.filter((way) => namerOf(way).cfnResourceType === type);
    const others = more.length === 0 ? '' : `, and so through ${more.length} more of type ${type}`;
    return findingMessage('canary-waits-for-its-stage', { path: inWords(first), others, advice: adviceOn(namerOf(first)) });
  });
}

/** What names the stage, which is at the end. */
function namerOf(way: Way): CfnResource {
  return way[way.length - 2].resource;
}

function adviceOn(naming: CfnResource): string {
  if (naming instanceof CfnPermission) {
    return 'let the permission name the API and not the stage: `scopePermissionToMethod: false` on the LambdaIntegration, or `restApi.arnForExecuteApi()`';
  }
  if (naming instanceof CfnAlarm) {
    return "write the stage of the metric in letters and not as a reference: `ApiMetrics.ofStage('Orders', 'prod')` instead of `stage.metricServerError()`";
  }
  return 'write the name of the stage in letters there, or take the dependency away';
}
