import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { StackControl } from '../ports';

/** @param stackId its ARN: a stack that was deleted has its name no more. */
export function awsStack(client: CloudFormationClient, stackId: string): StackControl {
  return {
    async status() {
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
      return stack?.StackStatus ?? 'unknown';
    },
  };
}
