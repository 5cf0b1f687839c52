import { CfnResource, CustomResource, Stack } from 'aws-cdk-lib';
import type { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { CANARY_RESOURCE_TYPE } from './canary-contract';
import { canaryProperties, Released } from './canary-properties';
import type { CanaryProvider } from './canary-provider';
import { referencesIn } from './template-references';

/** Put the resource that carries releases out before a stage. By DependsOn: without the resource, the stage still has what it needs. */
export function makeGate(scope: Construct, provider: CanaryProvider, released: Released): CustomResource {
  const { plan, stage, alarms, signals } = released;
  const gate = new CustomResource(scope, 'Resource', {
    resourceType: CANARY_RESOURCE_TYPE,
    serviceToken: provider.serviceToken,
    serviceTimeout: plan.times.serviceTimeout,
    properties: canaryProperties(released),
  });
  gate.node.addDependency(provider, ...signals ? [signals] : [], later(() => alarms), later(() => permissionsFor(stage)));
  stage.addResourceDependency(gate.node.defaultChild as CfnResource);
  return gate;
}

/** What is there when the app is synthesised, not what is there now. */
function later(roots: () => readonly IConstruct[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, { get dependencyRoots() { return [...roots()]; } });
  return dependable;
}

/** Everything in the stack that lets the API call a function. A canary that may not call its function yet answers with 500. */
function permissionsFor({ node, restApiId }: CfnStage): CfnPermission[] {
  const stack = Stack.of(node.scope as IConstruct);
  const [api] = referencesIn(stack.resolve(restApiId));
  return stack.node.findAll()
    .filter((child) => child instanceof CfnPermission)
    .filter((permission) => Stack.of(permission) === stack && letsIn(permission, api, stack));
}

/** One without a source lets every API in. */
function letsIn({ principal, sourceArn }: CfnPermission, api: string, stack: Stack): boolean {
  if (sourceArn === undefined) return principal === 'apigateway.amazonaws.com';
  return [...referencesIn(stack.resolve(sourceArn))].includes(api);
}
