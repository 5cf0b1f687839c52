import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { viewerTls } from './edge-distribution';
import type { EdgeProtection } from './edge-protection';
import { guardOn, guardWaived } from '../../core/guards';
import { Waiver } from '../../core/waiver';

/** The distribution's own restriction is neither logged nor counted, the web ACL's is both. */
const COUNTRIES = 'An API answers callers everywhere; whoever wants fewer countries writes Waf.managed({ countries }), which AWS WAF logs and counts';

/** Write down how the controls stand, on the distribution. */
export function recordGuards(distribution: Distribution, edge: EdgeProtection): void {
  recordWaf(distribution, edge);
  recordLog(distribution, edge);
  guardOn(distribution, 'tls', `CloudFront, ${viewerTls()}`);
  Waiver.record(distribution, { control: 'geographic restriction of the distribution', reason: COUNTRIES, rules: ['AwsSolutions-CFR1'] });
}

function recordWaf(distribution: Distribution, { _webAclArn: arn, _waf: waf }: EdgeProtection): void {
  if (arn !== undefined) return guardOn(distribution, 'waf', 'CloudFront, existing web ACL');
  if (waf._waiver === undefined) return guardOn(distribution, 'waf', `CloudFront, ${waf._summary}`);
  guardWaived(distribution, 'waf', waf._waiver, ['AwsSolutions-CFR2']);
}

function recordLog(distribution: Distribution, { _log: { _target: target } }: EdgeProtection): void {
  if (!('waiver' in target)) return guardOn(distribution, 'accessLog', 'CloudFront standard log to S3');
  Waiver.record(distribution, { control: 'access log of the distribution', reason: target.waiver, rules: ['AwsSolutions-CFR3'] });
}
