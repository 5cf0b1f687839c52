/**
 * What the custom resource tells its function (runtime/account-logging).
 * Shared with code that runs in AWS, so this file imports nothing.
 */
export interface AccountLoggingProperties {
  /** The role of ours that API Gateway gets when it has none. */
  readonly RoleArn: string;
  /** The AWS managed policy that lets that role write logs. */
  readonly PolicyArn: string;
}

/** IAM is global: one role serves every region of the account, so its name is fixed and nothing piles up. */
export const ACCOUNT_LOGGING_ROLE_NAME = 'cdk-gatehouse-apigateway-logs';
