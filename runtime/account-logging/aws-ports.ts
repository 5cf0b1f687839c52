import { setTimeout } from 'node:timers/promises';
import { APIGatewayClient, GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { AttachRolePolicyCommand, CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Account, LoggingRole } from './ensure-account-logging';
import type { AccountLoggingProperties } from '../../lib/observability/account-logging-contract';

/** API Gateway may take the role, nobody else. */
const TRUST_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export function apiGatewayAccount(client: APIGatewayClient): Account {
  return {
    async loggingRole() {
      // An account without any API yet is not found; it has no role either.
      const account = await client.send(new GetAccountCommand({})).catch(unless('NotFoundException'));
      return account?.cloudwatchRoleArn;
    },
    async useForLogging(roleArn) {
      await client.send(new UpdateAccountCommand({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: roleArn }] }));
    },
  };
}

export function iamRole(client: IAMClient, { RoleArn, PolicyArn }: AccountLoggingProperties): LoggingRole {
  const RoleName = RoleArn.slice(RoleArn.lastIndexOf('/') + 1);
  const Description = 'API Gateway writes its logs with this role. Made by cdk-gatehouse; shared by every API of the account.';
  return {
    arn: RoleArn,
    async exists() {
      return await client.send(new GetRoleCommand({ RoleName })).catch(unless('NoSuchEntityException')) !== undefined;
    },
    async create() {
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_POLICY, Description }))
        .catch(unless('EntityAlreadyExistsException'));
    },
    async allowLogging() {
      await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    },
  };
}

/** Up to a quarter longer than asked, so that stacks which were refused together do not come back together. */
export async function pause(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds * (1 + Math.random() / 4));
}

function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  };
}
