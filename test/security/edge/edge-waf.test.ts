import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { findingMessage } from '../../../lib/core/findings';
import { EdgeWaf } from '../../../lib/security/edge/edge-waf';
import { Waf } from '../../../lib/security/waf/waf';
import { nagFindings } from '../../helpers/apps';

const US = { env: { account: '111122223333', region: 'us-east-1' } };

function usEast1(): Stack {
  return new Stack(new App(), 'Edge', US);
}

test('an EdgeWaf is a web ACL for CloudFront with the rules, the inspection and the log of a regional one', () => {
  const stack = usEast1();
  new EdgeWaf(stack, 'EdgeWaf');
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::WAFv2::WebACL', {
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_16' } } },
    Rules: ['RateLimit', 'IpReputation', 'KnownBadInputs', 'Common'].map((Name) => Match.objectLike({ Name })),
  });
  template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', { ResourceArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } });
  template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 0);
});

test('its IP sets are for CloudFront too', () => {
  const stack = usEast1();
  const edgeWaf = new EdgeWaf(stack, 'EdgeWaf', { waf: Waf.managed({ blockedIps: ['192.0.2.0/24', '2001:db8::/32'], allowedIps: ['198.51.100.7'] }) });
  const sets = Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::IPSet'));
  expect(sets.map(({ Properties }) => Properties.Scope)).toEqual(['CLOUDFRONT', 'CLOUDFRONT', 'CLOUDFRONT']);
  expect(Object.keys(edgeWaf.ipSets)).toEqual(['BlockedIpsV4', 'BlockedIpsV6', 'AllowedIpsV4']);
});

test('its metrics have no region among their dimensions, and are in us-east-1', () => {
  const stack = usEast1();
  const { metrics } = new EdgeWaf(stack, 'EdgeWaf');
  expect(metrics.blockedRequests()).toMatchObject({ region: 'us-east-1', dimensions: { WebACL: metrics.webAclMetricName, Rule: 'ALL' } });
  expect(metrics.blockedRequests().dimensions).not.toHaveProperty('Region');
  new Alarm(stack, 'Alarm', { metric: metrics.blockedShare(), threshold: 0.2, evaluationPeriods: 3 });
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('outside of us-east-1 it is refused, with the recipe', () => {
  const stack = new Stack(new App(), 'Edge', { env: { region: 'eu-west-1' } });
  expect(() => new EdgeWaf(stack, 'EdgeWaf')).toThrow(findingMessage('edge-web-acl-outside-us-east-1', { given: 'eu-west-1' }));
});

test('where nobody knows the region it is warned of', () => {
  const stack = new Stack(new App(), 'Edge');
  new EdgeWaf(stack, 'EdgeWaf');
  Annotations.fromStack(stack).hasWarning('/Edge/EdgeWaf', Match.stringLikeRegexp('edge-region-unknown: .* the web ACL of CloudFront'));
});

test.each([
  ['existing', Waf.existing('arn:aws:wafv2:us-east-1:111122223333:regional/webacl/central/0a1b2c3d')],
  ['none', Waf.none('internal test bed')],
])('without rules to make it of (%s) it is refused', (_, waf) => {
  expect(() => new EdgeWaf(usEast1(), 'EdgeWaf', { waf })).toThrow(findingMessage('edge-waf-without-rules', {}));
});

test('cdk-nag finds nothing wrong with it', () => {
  const stack = usEast1();
  new EdgeWaf(stack, 'EdgeWaf');
  expect(nagFindings(stack)).toEqual([]);
});
