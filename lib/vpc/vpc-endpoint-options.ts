import type { IPeer, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';

/** What an endpoint for private APIs can have. */
export interface ApiVpcEndpointOptions {
  /**
   * Where to put its network interfaces, one per Availability Zone at most.
   *
   * @default - the isolated subnets of the VPC, or its private ones when it has none
   */
  readonly subnets?: SubnetSelection;

  /**
   * Who may connect, on port 443. An empty list lets nobody in until you allow somebody with `endpoint.connections`.
   *
   * @default - the address ranges of the VPC
   */
  readonly peers?: IPeer[];

  /**
   * Resolve `{api-id}.execute-api.{region}.amazonaws.com` to this endpoint, everywhere in the VPC.
   *
   * It is all or nothing: with it the names of *public* APIs resolve to the endpoint too, which does not lead to them, so calls from this
   * VPC to default endpoints of public APIs break (those to custom domains do not). And one endpoint per VPC may have it.
   * Without it an API is called by a private domain, or as `https://{api-id}-{vpce-id}.execute-api.{region}.amazonaws.com`.
   *
   * @default false
   */
  readonly privateDns?: boolean;

  /**
   * Answer over IPv6 besides IPv4. The subnets must have both ranges.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * What may be called through the endpoint, whoever calls. The policies of the APIs decide besides.
   *
   * @default - `execute-api:Invoke` on the APIs and private domains of this account and Region
   */
  readonly policy?: PolicyDocument;
}
