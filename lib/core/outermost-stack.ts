import { Stack } from 'aws-cdk-lib';

/** The stack that is deployed when this one is: itself, or the one that it is nested in. */
export function outermostStack(stack: Stack): Stack {
  return stack.nestedStackParent ? outermostStack(stack.nestedStackParent) : stack;
}
