import { SecretValue } from 'aws-cdk-lib';
import { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Waiver } from '../../core/waiver';

/** AWS WAF compares with up to 200 bytes, CloudFront sends header values of up to 1,783 characters; letters and digits survive both as they are. */
const LENGTH = 64;

/** The secret that CloudFront brings along: about 380 bits, which nobody guesses. */
export function makeOriginSecret(scope: Construct): Secret {
  const secret = new Secret(scope, 'Secret', {
    description: 'CloudFront shows it to the API, so that nobody can go around CloudFront',
    generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
  });
  Waiver.record(secret, {
    control: 'automatic rotation of the secret between CloudFront and the API',
    reason: 'CloudFront holds a copy that only a deployment changes, so the rotation is two commands and a deployment, written down in docs/edge.md',
    rules: ['AwsSolutions-SMG4'],
  });
  return secret;
}

/** A dynamic reference: the template names the secret, and CloudFormation puts the value in where it is used. */
export function referenceTo(secret: ISecret, versionId?: string): string {
  return SecretValue.secretsManager(secret.secretArn, { versionId }).unsafeUnwrap();
}
