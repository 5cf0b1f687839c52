import { Alias, CfnAlias, CfnFunction, Function as LambdaFunction, IFunction, SingletonFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { areDeployedTogether } from '../delivery/deployed-together';

/** The function, if it is made in this app and can still be told something. */
export function configurable(handler: IFunction): LambdaFunction | SingletonFunction | undefined {
  const fn = functionBehind(handler);
  return fn instanceof LambdaFunction || fn instanceof SingletonFunction ? fn : undefined;
}

/**
 * What a canary can hold apart: the version of the function that this release has. Its ARN changes with the code, and with it the deployment.
 * A function of which the app does not have the code stays as it is, and so does one of another stack, where a version could never be replaced.
 */
export function releasedVersion(handler: IFunction, api: IConstruct): IFunction {
  const isMade = handler instanceof LambdaFunction || handler instanceof SingletonFunction;
  return isMade && areDeployedTogether(handler, api) ? handler.currentVersion : handler;
}

/**
 * The names the app itself gave to a function and its alias.
 *
 * A new name is a new resource under the old logical id. Whatever refers to it looks the same in the template,
 * so a deployment of the API would go on calling the ARN that is gone, unless its own logical id counts the name in.
 */
export function givenNames(handler: IFunction): string[] {
  return [handler, functionBehind(handler)].map(nameIn).filter((name) => name !== undefined);
}

/** The function itself, when all there is at hand is a version or an alias of it. */
function functionBehind(handler: IFunction): IFunction {
  return handler instanceof Alias || handler instanceof Version ? handler.lambda : handler;
}

function nameIn({ node: { defaultChild: resource } }: IConstruct): string | undefined {
  if (resource instanceof CfnFunction) return resource.functionName;
  return resource instanceof CfnAlias ? resource.name : undefined;
}
