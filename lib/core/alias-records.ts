import { AaaaRecord, AliasRecordTargetConfig, ARecord, IHostedZone, RecordSet, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

/** A host name, and where it is looked up. */
export interface NamedPlace {
  readonly domainName: string;
  /** None when somebody else makes the records. */
  readonly hostedZone?: IHostedZone;
}

/** The A and AAAA alias records of a host name; none without a zone. */
export function makeAliasRecords(scope: Construct, { domainName, hostedZone: zone }: NamedPlace, target: AliasRecordTargetConfig): RecordSet[] {
  if (!zone) return [];
  const options = {
    zone,
    // With its last dot the name is complete, also when it is a token the L2 could not compare with the zone's.
    recordName: `${domainName}.`,
    // The targets module would be loaded at every start for these two strings.
    target: RecordTarget.fromAlias({ bind: () => target }),
  };
  return [new ARecord(scope, 'ARecord', options), new AaaaRecord(scope, 'AaaaRecord', options)];
}
