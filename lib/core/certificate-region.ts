import { Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';

/** An imported certificate says where it is in its ARN only. */
export function regionOf(certificate: ICertificate): string {
  const arn = certificate.certificateArn;
  return Token.isUnresolved(arn) ? certificate.env.region : arn.split(':')[3] ?? '';
}
