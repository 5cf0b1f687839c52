import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';

const BOOTSTRAP_STACK = 'CDKToolkit';

/** Of an ARN. */
export interface Place { readonly account: string; readonly region: string }

/** The account and Region that the credentials of the environment lead to. */
export class Account {
  readonly apiGateway = new APIGatewayClient({});
  readonly cloudFormation = new CloudFormationClient({});
  readonly cloudWatch = new CloudWatchClient({});
  readonly logs = new CloudWatchLogsClient({});
  readonly lambda = new LambdaClient({});

  /** Which they are, told by the stack that every account has which the CDK deploys to. */
  async place(): Promise<Place> {
    const { Stacks: [{ StackId = '' }] = [{}] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName: BOOTSTRAP_STACK }));
    return placeIn(StackId);
  }
}

export function placeIn(arn: string): Place {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}
