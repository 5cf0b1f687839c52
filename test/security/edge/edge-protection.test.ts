import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { findingMessage } from '../../../lib/core/findings';
import { EdgeLog } from '../../../lib/security/edge/edge-log';
import { EdgeProtection } from '../../../lib/security/edge/edge-protection';
import { Waf } from '../../../lib/security/waf/waf';

const GLOBAL = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/central/0a1b2c3d';
const REGIONAL = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/central/0a1b2c3d';

describe('EdgeProtection', () => {
  test('has the defaults its documentation promises', () => {
    const edge = EdgeProtection.cloudFront();
    expect(edge._waf._summary).toBe(Waf.managed()._summary);
    expect(edge._answerTtl.toSeconds()).toBe(300);
    expect(edge._log).toEqual(EdgeLog.toBucket());
  });

  test('has one web ACL', () => {
    expect(() => EdgeProtection.cloudFront({ waf: Waf.managed(), webAclArn: GLOBAL })).toThrow(findingMessage('edge-web-acl-given-twice', {}));
  });

  test.each([REGIONAL, 'central', '', GLOBAL.replace('us-east-1', 'eu-west-1')])('refuses the web ACL "%s"', (webAclArn) => {
    expect(() => EdgeProtection.cloudFront({ webAclArn })).toThrow(findingMessage('edge-web-acl-not-global', { given: webAclArn }));
  });

  test('refuses a regional web ACL that is there already', () => {
    expect(() => EdgeProtection.cloudFront({ waf: Waf.existing(REGIONAL) })).toThrow(findingMessage('edge-waf-existing', {}));
  });

  test.each(['AWSPENDING', '', '3f1c'])('refuses the secret version "%s"', (secretVersion) => {
    expect(() => EdgeProtection.cloudFront({ secretVersion })).toThrow(findingMessage('edge-secret-version-malformed', { given: secretVersion }));
  });

  test('refuses to keep answers for longer than API Gateway can', () => {
    expect(() => EdgeProtection.cloudFront({ answerTtl: Duration.hours(2) })).toThrow(findingMessage('authorizer-ttl-out-of-range', { given: 7200 }));
  });

  test('takes tokens', () => {
    const token = Token.asString({ Ref: 'Parameter' });
    expect(() => EdgeProtection.cloudFront({ webAclArn: token, secretVersion: token })).not.toThrow();
  });
});

describe('EdgeLog', () => {
  test('keeps files for 90 days and the bucket for good', () => {
    expect(EdgeLog.toBucket()._target).toEqual({ plan: { retention: Duration.days(90), removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } });
  });

  test.each([Duration.days(0), Duration.hours(36), Duration.millis(1)])('refuses to keep files for %s', (retention) => {
    expect(() => EdgeLog.toBucket({ retention })).toThrow(findingMessage('edge-log-retention-invalid', { given: retention.toSeconds({ integral: false }) }));
  });

  test('takes a duration that is known at deployment only', () => {
    expect(() => EdgeLog.toBucket({ retention: Duration.days(Token.asNumber({ Ref: 'Days' })) })).not.toThrow();
  });

  test('is waived with a reason only', () => {
    expect(() => EdgeLog.none(' ')).toThrow('waiver-without-reason');
  });
});
