import { Stack, Token } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, AliasRecordTargetConfig, ARecord, RecordSet, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { CustomDomain } from './custom-domain';
import { regionOf } from '../core/certificate-region';
import { printable } from '../core/host-name';
import { refuse } from '../core/refuse';

/** Where a domain takes its certificate from. */
export interface CertificatePlace {
  /** The region it must be in. */
  readonly needed: string;
  /** What kind of endpoint says so: `a regional`. */
  readonly endpoint: string;
}

/** A certificate elsewhere would only be refused at deployment. One that is yet to be issued will be where the stack is. */
export function checkCertificateRegion(scope: Construct, domain: CustomDomain, { needed, endpoint }: CertificatePlace): void {
  const given = domain._certificate ? regionOf(domain._certificate) : Stack.of(scope).region;
  if (Token.isUnresolved(given) || Token.isUnresolved(needed) || given === needed) return;
  refuse('domain-certificate-in-wrong-region', { domainName: printable(domain.domainName), given, needed, endpoint }, scope);
}

/** The certificate of a domain: the one it has, or one that its zone validates. */
export function certificateOf(scope: Construct, domain: CustomDomain): ICertificate {
  return domain._certificate ?? new Certificate(scope, 'Certificate', {
    domainName: domain.domainName, validation: CertificateValidation.fromDns(domain._hostedZone),
  });
}

/** The A and AAAA alias records of a domain; none without a zone. */
export function makeAliasRecords(scope: Construct, domain: CustomDomain, target: AliasRecordTargetConfig): RecordSet[] {
  if (!domain._hostedZone) return [];
  const options = {
    zone: domain._hostedZone,
    // With its last dot the name is complete, also when it is a token the L2 could not compare with the zone's.
    recordName: `${domain.domainName}.`,
    // The targets module would be loaded at every start for these two strings.
    target: RecordTarget.fromAlias({ bind: () => target }),
  };
  return [new ARecord(scope, 'ARecord', options), new AaaaRecord(scope, 'AaaaRecord', options)];
}
