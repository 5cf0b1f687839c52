import { Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnDistribution, IOrigin, OriginProtocolPolicy, OriginSslPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { ORIGIN_HEADER } from './edge-contract';
import { refuse } from '../../core/refuse';

/** The API behind CloudFront. Either a secret or a client certificate is what it knows CloudFront by. */
export interface EdgeOrigin {
  /** The alias target of the API's custom domain. */
  readonly originDomainName: string;
  /** A dynamic reference. */
  readonly secret?: string;
  readonly clientCertificate?: ICertificate;
}

/** The default endpoint of an API, which the custom domain is there to replace. */
const DEFAULT_ENDPOINT = /^[a-z0-9]{10}\.execute-api\./;

/** Refuse what can only fail: CloudFront asking itself, or an endpoint that does not know the host name. */
export function checkOrigin(originDomainName: string, domainName: string): void {
  if (Token.isUnresolved(originDomainName)) return;
  if (originDomainName === domainName) refuse('edge-origin-not-alias-target', { given: originDomainName, whom: 'itself' });
  if (DEFAULT_ENDPOINT.test(originDomainName)) refuse('edge-origin-not-alias-target', { given: originDomainName, whom: 'an endpoint that does not know the host name' });
}

/**
 * Written out instead of with `HttpOrigin`, which knows no client certificates, and whose module loads half of the CDK.
 *
 * Times are in seconds. CloudFront waits longer than API Gateway, so that a backend that takes too long is answered by API Gateway, in its words;
 * 60 is the longest without a raised quota (CloudFront: "Response timeout per origin", "Keep-alive timeout per origin").
 */
export function apiOrigin({ originDomainName, secret, clientCertificate }: EdgeOrigin): IOrigin {
  const customOriginConfig: CfnDistribution.CustomOriginConfigProperty = {
    originProtocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    originReadTimeout: 60,
    originKeepaliveTimeout: 60,
    originMtlsConfig: clientCertificate && { clientCertificateArn: clientCertificate.certificateArn },
  };
  const originCustomHeaders = secret === undefined ? undefined : [{ headerName: ORIGIN_HEADER, headerValue: secret }];
  return {
    bind: (_scope, { originId }) => ({ originProperty: { id: originId, domainName: originDomainName, customOriginConfig, originCustomHeaders } }),
  };
}
