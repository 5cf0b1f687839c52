import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

/** Where CloudFront takes its certificate from. */
export const EDGE_REGION = 'us-east-1';

/** A name of one's own for the page, in a hosted zone that is there. The APIs get names below it: `api.` and `live.`. */
export interface DomainSettings {
  readonly domainName: string;
  readonly hostedZoneId: string;
  readonly zoneName: string;
}

/** All three of `--context domainName=… --context hostedZoneId=… --context zoneName=…`, or none. */
export function domainSettings(app: App): DomainSettings | undefined {
  const [domainName, hostedZoneId, zoneName] = ['domainName', 'hostedZoneId', 'zoneName'].map((key): string => app.node.tryGetContext(key) ?? '');
  const given = [domainName, hostedZoneId, zoneName].filter((value) => value !== '').length;
  if (given > 0 && given < 3) throw new RangeError('domainName, hostedZoneId and zoneName belong together: give all three or none');
  return given === 0 ? undefined : { domainName, hostedZoneId, zoneName };
}

export function importZone(scope: Construct, { hostedZoneId, zoneName }: DomainSettings): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName });
}

export interface PageCertificateStackProps extends StackProps {
  readonly domain: DomainSettings;
}

/** What CloudFront needs from us-east-1. A stack of its own, wherever the chat is. */
export class PageCertificateStack extends Stack {
  public readonly certificate: ICertificate;

  constructor(scope: Construct, id: string, { domain, ...props }: PageCertificateStackProps) {
    super(scope, id, { description: 'Certificate of the team chat page', crossRegionReferences: true, ...props });
    this.certificate = new Certificate(this, 'Certificate', {
      domainName: domain.domainName,
      validation: CertificateValidation.fromDns(importZone(this, domain)),
    });
  }
}
