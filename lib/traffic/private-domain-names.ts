import { Fn } from 'aws-cdk-lib';
import type { IInterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AaaaRecord, AliasRecordTargetConfig, ARecord, IHostedZone, PrivateHostedZone, RecordSet, RecordTarget } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { PrivateDomain } from './private-domain';
import { printable } from './private-domain-checks';
import { warn } from '../core/refuse';
import type { EndpointAccess } from '../vpc/vpc-access';
import { checkVpcDns } from '../vpc/vpc-endpoint-dns';

/** The zone and the records by which a private domain is found. */
export interface DomainNames {
  readonly hostedZone?: IHostedZone;
  readonly records: RecordSet[];
}

/** Refuse names that nobody in the VPC could look up. Makes nothing. */
export function checkNames(scope: Construct, domain: PrivateDomain, access: EndpointAccess): void {
  const makesZone = domain._records && !domain._hostedZone && aliasTarget(access) !== undefined;
  if (makesZone && access.vpc) checkVpcDns(access.vpc, 'a private hosted zone', scope);
}

/** Make the name resolve to an endpoint inside the VPC, or say why it does not. */
export function createNames(scope: Construct, domain: PrivateDomain, access: EndpointAccess): DomainNames {
  if (!domain._records) return { records: [] };
  const domainName = printable(domain.domainName);
  const target = aliasTarget(access);
  if (!target) {
    warn(scope, 'private-domain-endpoint-without-dns', { domainName });
    return { records: [] };
  }
  const zone = domain._hostedZone ?? createZone(scope, domain, access);
  if (!zone) {
    warn(scope, 'private-domain-without-zone', { domainName });
    return { records: [] };
  }
  const { length } = access.endpoints;
  if (length > 1) warn(scope, 'private-domain-one-endpoint-in-dns', { domainName, given: length });
  return { hostedZone: zone, records: createRecords(scope, { domain, zone, target, dualStack: access.dualStack ?? false }) };
}

function createZone(scope: Construct, { domainName }: PrivateDomain, { vpc }: EndpointAccess): IHostedZone | undefined {
  if (!vpc) return undefined;
  return new PrivateHostedZone(scope, 'HostedZone', { zoneName: domainName, vpc });
}

interface Records {
  readonly domain: PrivateDomain;
  readonly zone: IHostedZone;
  readonly target: AliasRecordTargetConfig;
  readonly dualStack: boolean;
}

function createRecords(scope: Construct, { domain, zone, target, dualStack }: Records): RecordSet[] {
  const options = {
    zone,
    // With its last dot the name is complete, also when it is a token the L2 could not compare with the zone's.
    recordName: `${domain.domainName}.`,
    target: RecordTarget.fromAlias({ bind: () => target }),
  };
  const forIpv4 = new ARecord(scope, 'ARecord', options);
  return dualStack ? [forIpv4, new AaaaRecord(scope, 'AaaaRecord', options)] : [forIpv4];
}

/** The first entry is the Regional one, which answers from every zone the endpoint is in; the CDK's own targets take it, too. */
function aliasTarget({ dnsEntry, endpoints }: EndpointAccess): AliasRecordTargetConfig | undefined {
  const entry = dnsEntry ?? firstEntry(endpoints.find(knowsEntries));
  if (entry === undefined) return undefined;
  const parts = Fn.split(':', entry);
  return { hostedZoneId: Fn.select(0, parts), dnsName: Fn.select(1, parts) };
}

function firstEntry(endpoint?: KnownEntries): string | undefined {
  return endpoint && Fn.select(0, endpoint.vpcEndpointDnsEntries);
}

interface KnownEntries {
  readonly vpcEndpointDnsEntries: string[];
}

function knowsEntries(endpoint: IInterfaceVpcEndpoint): endpoint is IInterfaceVpcEndpoint & KnownEntries {
  return 'vpcEndpointDnsEntries' in endpoint;
}
