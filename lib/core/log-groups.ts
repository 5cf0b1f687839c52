import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

/** What the CloudWatch Logs user guide asks for ("Encrypt log data in CloudWatch Logs using AWS KMS"), without its wildcards. */
const ACTIONS = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey',
];

/** Where a log group is, when that is not where the scope is. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * The ARN that other services take. Not `logGroup.logGroupArn`, which ends in `:*`: that names its log streams, and API Gateway and
 * AWS WAF want the group.
 */
export function logGroupArn(scope: IConstruct, resourceName: string, { account, region }: Partial<Place> = {}): string {
  return Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group', resourceName, account, region, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

/**
 * Let CloudWatch Logs use a key for the log groups whose ARN looks like this. An imported key cannot be changed from here and stays as it is.
 *
 * @param key the key
 * @param logGroups an ARN, with `*` where the key must not know: a log group needs its key first, so the key cannot name it
 */
export function allowLogsToUse(key: IKey, logGroups: string): void {
  key.addToResourcePolicy(new PolicyStatement({
    // China has a suffix of its own.
    principals: [new ServicePrincipal(`logs.${Stack.of(key).region}.${Aws.URL_SUFFIX}`)],
    actions: ACTIONS,
    resources: ['*'], // in a key policy: this key
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  }));
}
