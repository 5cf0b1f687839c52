import { Stack, Token } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
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
