import type { IVpc } from 'aws-cdk-lib/aws-ec2';

/** The IPv4 range of a VPC. An imported one throws when it was not told its range. */
export function rangeOf(vpc: IVpc): string | undefined {
  try {
    return vpc.vpcCidrBlock;
  } catch {
    return undefined;
  }
}
