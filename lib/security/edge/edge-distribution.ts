import { Duration } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods, CachePolicy, Distribution, HttpVersion, IOrigin, OriginRequestPolicy, PriceClass, SecurityPolicyProtocol, ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import type { EdgeLogProps } from './edge-log-bucket';

/** What is special about one distribution; the rest is right for every API. */
export interface EdgeDistributionPlan {
  readonly domainName: string;
  readonly certificate: ICertificate;
  readonly webAclArn?: string;
  readonly origin: IOrigin;
  readonly log: EdgeLogProps;
  readonly priceClass?: PriceClass;
}

/** TLS 1.2 with forward secrecy, or 1.3: what CloudFront had newest in 2025. 1.3 alone would shut out many an API client. */
export function viewerTls(): SecurityPolicyProtocol {
  return SecurityPolicyProtocol.TLS_V1_2_2025;
}

/**
 * Every error CloudFront can be told about. Without a word it keeps errors for ten seconds, though nothing else is cached, and by their path alone:
 * one caller's 404 would be the next caller's (CloudFront developer guide, "Control how long CloudFront caches errors").
 */
const ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/** A distribution that hands requests on as they are and keeps no answer. */
export function makeDistribution(scope: Construct, plan: EdgeDistributionPlan): Distribution {
  return new Distribution(scope, 'Distribution', {
    ...plan.log,
    comment: 'Front of an API',
    domainNames: [plan.domainName],
    certificate: plan.certificate,
    minimumProtocolVersion: viewerTls(),
    httpVersion: HttpVersion.HTTP2_AND_3,
    enableIpv6: true,
    priceClass: plan.priceClass ?? PriceClass.PRICE_CLASS_ALL,
    webAclId: plan.webAclArn,
    errorResponses: ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    defaultBehavior: {
      origin: plan.origin,
      // An API client that says http:// sends its credentials in the clear; a redirect would hide that from whoever wrote it.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
      compress: false,
    },
  });
}
