import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAuthorizer, CfnMethod, CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnAlias, CfnFunction, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { areDeployedTogether } from './deployed-together';
import { InvocationUris } from './invoked-functions';
import type { StackTemplate } from './stack-template';

/** Functions that are no part of a release, each of them once, by what people know them by. */
export interface UnreleasedFunctions {
  /** Those whose new code would serve everybody before the canary begins. */
  readonly unversioned: readonly string[];
  /** The same of other stacks, where a version would be no help. */
  readonly elsewhere: readonly string[];
  /** Those of other stacks that are called by a version. */
  readonly stuck: readonly string[];
}

/** What an API calls that its canary cannot hold apart. */
export function unreleasedFunctions(template: StackTemplate, restApi: CfnRestApi): UnreleasedFunctions {
  const uris = new InvocationUris(template);
  const invoked = resourcesOf(restApi).flatMap((resource) => uris.in(resource));
  const [far, near] = parted(invoked, (invocation) => isElsewhere(invocation, restApi, uris));
  const [stuck, elsewhere] = parted(far, (invocation) => isHeld(invocation, uris));
  const [, unversioned] = parted(near, (invocation) => isHeld(invocation, uris));
  const names = (invocations: readonly string[]) => [...new Set(invocations.map((invocation) => named(invocation, uris)))];
  return { unversioned: names(unversioned), elsewhere: names(elsewhere), stuck: names(stuck) };
}

function parted(all: readonly string[], isMeant: (one: string) => boolean): [string[], string[]] {
  return [all.filter(isMeant), all.filter((one) => !isMeant(one))];
}

/** Of a function that is made in this app, but not deployed with the API. What its ARN says in letters depends on no stack. */
function isElsewhere(invocation: string, restApi: CfnRestApi, uris: InvocationUris): boolean {
  const { name, qualifier } = partsOf(invocation);
  const target = leadsTo(qualifier ?? name, uris) ?? leadsTo(name, uris);
  return [CfnFunction, CfnVersion, CfnAlias].some((kind) => target instanceof kind) && !areDeployedTogether(target as IConstruct, restApi);
}

/** Those that can lead to a function. */
function resourcesOf(restApi: CfnRestApi): CfnResource[] {
  const stack = Stack.of(restApi);
  const id = JSON.stringify(stack.resolve(restApi.ref));
  const own = stack.node.findAll().filter((child) => child instanceof CfnMethod || child instanceof CfnAuthorizer);
  return [restApi, ...own.filter(({ restApiId }) => JSON.stringify(stack.resolve(restApiId)) === id)];
}

/** Whether it stays what it is when the code changes, as far as can be known: a number of a version, a Version, or what a stage variable says. */
function isHeld(invocation: string, uris: InvocationUris): boolean {
  if (invocation.includes('stageVariables.')) return true;
  const { name, qualifier } = partsOf(invocation);
  if (qualifier !== undefined) return /^\d+$/.test(qualifier) || leadsTo(qualifier, uris) instanceof CfnVersion;
  const target = leadsTo(name, uris);
  return !(target instanceof CfnFunction || target instanceof CfnAlias) && !name.startsWith('arn:');
}

/** `arn:aws:lambda:eu-west-1:111122223333:function:orders:7`, or a reference that stands for all of it or for its beginning. */
function partsOf(invocation: string): { name: string; qualifier?: string } {
  const [, name = invocation, qualifier] = /^((?:arn:.*:function:)?[^:]+)(?::([^:]+))?$/.exec(invocation) ?? [];
  return { name, qualifier };
}

function leadsTo(text: string, uris: InvocationUris): IConstruct | undefined {
  const [, name] = /\$\{([^}]+)\}$/.exec(text) ?? [];
  return name === undefined ? undefined : uris.standsFor(name);
}

function named(invocation: string, uris: InvocationUris): string {
  const { name } = partsOf(invocation);
  const target = leadsTo(name, uris);
  return target instanceof CfnResource ? parentOf(target).node.path : invocation;
}

/** People know the function that they made, and not what it is made of. */
function parentOf(resource: CfnResource): IConstruct {
  return resource.node.id === 'Resource' && resource.node.scope ? resource.node.scope : resource;
}
