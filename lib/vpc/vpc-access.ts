import { Token } from 'aws-cdk-lib';
import type { IInterfaceVpcEndpoint, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { ApiVpcEndpoint } from './api-vpc-endpoint';
import { distinctEndpoints } from './distinct-endpoints';
import { hasPrivateDns } from './vpc-endpoint-dns';
import { ApiVpcEndpointOptions } from './vpc-endpoint-options';
import { refuse } from '../core/refuse';

/** What an endpoint that exists does not tell by itself. */
export interface ExistingEndpointsOptions {
  /**
   * The VPC of the callers. A private domain gets its hosted zone there.
   *
   * @default - not known
   */
  readonly vpc?: IVpc;

  /**
   * The Regional DNS entry of the first endpoint, for endpoints that were imported: `{hosted zone id}:{name}`,
   * which is the first of `DnsEntries` that `aws ec2 describe-vpc-endpoints` shows.
   *
   * @default - that of the first endpoint of this app
   */
  readonly dnsEntry?: string;

  /**
   * Whether the endpoints answer over IPv6 too. A private domain gets an AAAA record then.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * Whether the endpoints have private DNS, for endpoints that were imported.
   *
   * @default - whether all of them are known to
   */
  readonly privateDns?: boolean;
}

/** The way in to a private API: the endpoints its callers come through. */
export interface EndpointAccess extends ExistingEndpointsOptions {
  /** The interface endpoints for `execute-api`. */
  readonly endpoints: IInterfaceVpcEndpoint[];
}

/** @internal A way in that is there. */
export interface OpenedAccess extends EndpointAccess {
  /** The ids of the endpoints. */
  readonly ids: string[];
  readonly privateDns: boolean;
  /** The endpoint that was made for it, if one was. */
  readonly vpcEndpoint?: ApiVpcEndpoint;
}

/** How callers get in to a private API. There is no other way: an interface endpoint in their VPC. */
export class VpcAccess {
  /**
   * Through endpoints for `execute-api` that exist, imported ones too. AWS recommends one endpoint for many private APIs
   * (best practices of "Private REST APIs in API Gateway"): make it once with `ApiVpcEndpoint`, each costs money by the hour.
   */
  public static throughEndpoints(endpoints: IInterfaceVpcEndpoint[], options: ExistingEndpointsOptions = {}): VpcAccess {
    if (endpoints.length === 0) refuse('private-api-without-way-in', {});
    const distinct = distinctEndpoints(endpoints);
    checkDnsEntry(options.dnsEntry);
    return new VpcAccess(() => ({
      ...options,
      endpoints: distinct,
      ids: distinct.map(({ vpcEndpointId }) => vpcEndpointId),
      privateDns: options.privateDns ?? distinct.every(hasPrivateDns),
    }));
  }

  /** Through an endpoint that is made for this API in a VPC. Every API that is given this makes one of its own. */
  public static inVpc(vpc: IVpc, options: ApiVpcEndpointOptions = {}): VpcAccess {
    return new VpcAccess((scope) => {
      const vpcEndpoint = new ApiVpcEndpoint(scope, 'VpcEndpoint', { vpc, ...options });
      const { endpoint } = vpcEndpoint;
      const { privateDns = false, dualStack } = options;
      return { vpcEndpoint, vpc, dualStack, privateDns, endpoints: [endpoint], ids: [endpoint.vpcEndpointId] };
    });
  }

  private constructor(private readonly open: (scope: Construct) => OpenedAccess) {}

  /** @internal Make what must be made, under the API. */
  public _open(scope: Construct): OpenedAccess {
    return this.open(scope);
  }
}

function checkDnsEntry(entry?: string): void {
  if (entry === undefined || Token.isUnresolved(entry)) return;
  if (!/^[A-Z0-9]+:[a-z0-9.-]+$/.test(entry)) refuse('endpoint-dns-entry-malformed', { given: entry });
}
