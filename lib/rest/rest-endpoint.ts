import { EndpointConfiguration, EndpointType, IpAddressType } from 'aws-cdk-lib/aws-apigateway';
import type { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';

/** Options of a regional endpoint. */
export interface RegionalEndpointOptions {
  /**
   * Answer over IPv6 besides IPv4. Off gives IPv4 only.
   *
   * @default true
   */
  readonly dualStack?: boolean;
}

/** Where the API listens. */
export class RestEndpoint {
  /**
   * In the Region of the stack: the right choice for callers in that Region, behind your own CloudFront, and for
   * integration timeouts over 29 s. The default.
   */
  public static regional(options: RegionalEndpointOptions = {}): RestEndpoint {
    return new RestEndpoint(EndpointType.REGIONAL, options.dualStack ?? true);
  }

  /**
   * Through a CloudFront distribution that AWS owns: shorter ways for callers all over the world,
   * at the price of a 29 s timeout that cannot be raised and no control over the distribution.
   */
  public static edge(): RestEndpoint {
    return new RestEndpoint(EndpointType.EDGE, true);
  }

  /** @internal Behind VPC endpoints, each of which gets a name for the API: `https://{api}-{endpoint}.execute-api…`. PrivateApi uses it. */
  public static _private(vpcEndpoints: IVpcEndpoint[]): RestEndpoint {
    // AWS: "IP address types for REST APIs in API Gateway": private APIs are dual-stack, and the VPC endpoint decides what gets through.
    return new RestEndpoint(EndpointType.PRIVATE, true, vpcEndpoints);
  }

  private constructor(private readonly type: EndpointType, private readonly dualStack: boolean, private readonly vpcEndpoints?: IVpcEndpoint[]) {}

  /** @internal */
  public get _isEdge(): boolean {
    return this.type === EndpointType.EDGE;
  }

  /** @internal */
  public get _configuration(): EndpointConfiguration {
    const ipAddressType = this.dualStack ? IpAddressType.DUAL_STACK : IpAddressType.IPV4;
    return { types: [this.type], ipAddressType, vpcEndpoints: this.vpcEndpoints };
  }
}
