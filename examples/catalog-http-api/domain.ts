import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, IHostedZone } from 'aws-cdk-lib/aws-route53';
import { EdgeProtection, EdgeWaf, Waf } from 'cdk-gatehouse';
import { Construct } from 'constructs';

/** Where CloudFront takes its web ACL and its certificate from. */
export const EDGE_REGION = 'us-east-1';

/** A name of one's own for the API, in a hosted zone that is there. */
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

export interface CatalogEdgeStackProps extends StackProps {
  readonly domain: DomainSettings;
}

/** What CloudFront needs from us-east-1, for a catalogue that is in any other Region. */
export class CatalogEdgeStack extends Stack {
  /** For the stack of the API. */
  public readonly edge: EdgeProtection;

  constructor(scope: Construct, id: string, { domain, ...props }: CatalogEdgeStackProps) {
    super(scope, id, { description: 'Web ACL and certificate of the product catalogue', crossRegionReferences: true, ...props });
    const { webAclArn } = new EdgeWaf(this, 'Waf', { waf: Waf.managed() });
    const certificate = new Certificate(this, 'Certificate', {
      domainName: domain.domainName,
      validation: CertificateValidation.fromDns(importZone(this, domain)),
    });
    this.edge = EdgeProtection.cloudFront({ webAclArn, certificate });
  }
}
