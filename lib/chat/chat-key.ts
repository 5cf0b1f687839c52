import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** What DynamoDB and SQS ask of whoever uses what this key encrypts. One by one, where `grantEncryptDecrypt` has patterns. */
const ACTIONS = ['Encrypt', 'Decrypt', 'DescribeKey', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'];

/** Let somebody use a table and queues that are encrypted with a key, if they are. */
export function grantKey(key: IKey | undefined, grantee: IGrantable): Grant | undefined {
  return key?.grant(grantee, ...ACTIONS.map((action) => `kms:${action}`));
}
