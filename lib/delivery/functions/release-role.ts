import { IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Waiver } from '../../core/waiver';

/**
 * What AWS CodeDeploy may do for one alias.
 *
 * Of the policy AWS has for this (AWSCodeDeployRoleForLambdaLimited) it is what a release without hooks, triggers and a bucket needs, and for one
 * function, where that one lets CodeDeploy move every alias of the account. That it suffices is not proven without an account.
 */
export function releaseRole(scope: Construct, { lambda: { functionArn }, aliasName }: Alias): IRole {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    inlinePolicies: {
      Release: new PolicyDocument({
        statements: [
          allow(['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'], [functionArn, `${functionArn}:${aliasName}`]),
          allow(['cloudwatch:DescribeAlarms'], ['*']),
        ],
      }),
    },
  });
  Waiver.record(role, {
    control: 'resources of the permission to read alarms',
    reason: 'CodeDeploy asks CloudWatch for the states of the alarms; CloudWatch answers for all kinds of them only if no resource is named, and it only reads',
    rules: ['AwsSolutions-IAM5[Resource::*]'],
  });
  // Else the deployment group adds that policy after all.
  return role.withoutPolicyUpdates();
}

function allow(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
