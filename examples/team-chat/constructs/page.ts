import { Aws, Duration, Fn, Lazy } from 'aws-cdk-lib';
import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy, Distribution, HeadersReferrerPolicy, HttpVersion, ResponseHeadersPolicy, SecurityPolicyProtocol, ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { PageBuckets } from './page-buckets';
import { PageFiles } from './page-files';
import { pageHeaders } from '../page-headers';
import type { Config } from '../web/config';

/** A name of one's own for the page. */
export interface PageDomain {
  readonly domainName: string;
  readonly hostedZone: IHostedZone;
  /** For the name, from us-east-1: CloudFront takes no other. */
  readonly certificate: ICertificate;
}

export interface PageProps {
  /**
   * @default - the name that CloudFront makes up
   */
  readonly domain?: PageDomain;
}

/** The page: files in a bucket that CloudFront alone may read, over HTTPS, with headers that let it do what it must and no more. */
export class Page extends Construct {
  /** As browsers write it into the header `Origin`: `https://chat.example.com`. */
  public readonly origin: string;
  private readonly bucket: Bucket;
  private readonly connect: string[] = [];

  constructor(scope: Construct, id: string, { domain }: PageProps) {
    super(scope, id);
    const buckets = new PageBuckets(this, 'Buckets');
    this.bucket = buckets.files;
    const distribution = this.createDistribution(buckets, domain);
    this.origin = `https://${domain?.domainName ?? distribution.distributionDomainName}`;
    if (domain) this.addRecords(domain, distribution);
    else waiveTls(distribution);
  }

  /** Where the page is. */
  public get url(): string {
    return `${this.origin}/`;
  }

  /** Tell the page where everything is, and let it talk to these origins. They know the page by now, and so the page learns of them last. */
  public publish(config: Config, connect: readonly string[]): void {
    this.connect.push(...connect);
    new PageFiles(this, 'Files', { bucket: this.bucket, config });
  }

  private createDistribution({ files, logs }: PageBuckets, domain?: PageDomain): Distribution {
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'The page of the team chat',
      defaultRootObject: 'index.html',
      domainNames: domain && [domain.domainName],
      certificate: domain?.certificate,
      minimumProtocolVersion: domain && SecurityPolicyProtocol.TLS_V1_2_2025,
      httpVersion: HttpVersion.HTTP2_AND_3,
      logBucket: logs,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(files),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED, // for as long as the files say, which is: ask whether there is a newer one
        responseHeadersPolicy: this.createHeaders(),
      },
    });
    waiveGuards(distribution);
    return distribution;
  }

  /** CloudFront has words of its own for some of them, and takes these headers in no other way. */
  private createHeaders(): ResponseHeadersPolicy {
    const {
      'Content-Security-Policy': contentSecurityPolicy, 'X-Content-Type-Options': _nosniff, 'Referrer-Policy': referrerPolicy, ...others
    } = pageHeaders([Lazy.string({ produce: () => this.connect.join(' ') })]);
    return new ResponseHeadersPolicy(this, 'Headers', {
      // One of this name may be in the account only once, for all Regions: the id of the stack makes it another for every stack.
      responseHeadersPolicyName: `team-chat-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
      customHeadersBehavior: { customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override: true })) },
    });
  }

  private addRecords({ domainName, hostedZone: zone }: PageDomain, distribution: Distribution): void {
    const record = { zone, recordName: `${domainName}.`, target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)) };
    new ARecord(this, 'ARecord', record);
    new AaaaRecord(this, 'AaaaRecord', record);
  }
}

function waiveGuards(distribution: Distribution): void {
  Waiver.record(distribution, {
    control: 'web ACL and geographic restriction of the page',
    reason: 'The page is the same four files for everybody: there is nothing to attack behind it, and the APIs it talks to are not behind CloudFront',
    rules: ['AwsSolutions-CFR1', 'AwsSolutions-CFR2'],
  });
}

function waiveTls(distribution: Distribution): void {
  Waiver.record(distribution, {
    control: 'TLS version of the page',
    reason: 'Names of cloudfront.net have the TLS versions that CloudFront decides on. With a domain of your own it is 1.2 or later',
    rules: ['AwsSolutions-CFR4'],
  });
}
