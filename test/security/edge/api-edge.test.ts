import { App, CfnElement, CfnParameter, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { certificateIn, edgeStack, ORIGIN, stackIn, WEB_ACL } from './edge-stack';
import { findingMessage } from '../../../lib/core/findings';
import { Waiver } from '../../../lib/core/waiver';
import { ApiEdge } from '../../../lib/security/edge/api-edge';
import { EdgeLog } from '../../../lib/security/edge/edge-log';
import { EdgeProtection } from '../../../lib/security/edge/edge-protection';
import { EdgeWaf } from '../../../lib/security/edge/edge-waf';
import { ApiWaf } from '../../../lib/security/waf/api-waf';
import { Waf } from '../../../lib/security/waf/waf';
import { FLAGS, nagFindings } from '../../helpers/apps';

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const VERSION = '0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';

function idOf(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId((construct.node.defaultChild ?? construct) as CfnElement);
}

/** The dynamic reference to the secret, as the template has it. */
function reference(apiEdge: ApiEdge, version = ''): object {
  return { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: idOf(apiEdge.secret!) }, `:SecretString:::${version}}}`]] };
}

describe('the distribution', () => {
  test('hands requests on as they are, over HTTPS only, and keeps no answer', () => {
    edgeStack().template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        Aliases: ['api.shop.example'],
        Enabled: true,
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        PriceClass: 'PriceClass_All',
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: 'https-only',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // CachingDisabled
          OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3', // AllViewer
          Compress: false,
        },
      },
    });
  });

  test('keeps no error either, which CloudFront would do for ten seconds and for all callers alike', () => {
    edgeStack().template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        CustomErrorResponses: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
      },
    });
  });

  test('has one origin, over TLS 1.2, which it tells the secret and waits for longer than API Gateway does', () => {
    const { apiEdge, template } = edgeStack();
    template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        Origins: [{
          DomainName: ORIGIN,
          OriginCustomHeaders: [{ HeaderName: 'x-origin-verify', HeaderValue: reference(apiEdge) }],
          CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], OriginReadTimeout: 60, OriginMtlsConfig: Match.absent() },
        }],
      },
    });
    expect(apiEdge.headerName).toBe('x-origin-verify');
  });

  test('shows callers the certificate of the domain, and takes TLS 1.2 with forward secrecy or newer', () => {
    edgeStack().template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        ViewerCertificate: {
          AcmCertificateArn: Match.stringLikeRegexp('certificate/Certificate$'), MinimumProtocolVersion: 'TLSv1.2_2025', SslSupportMethod: 'sni-only',
        },
      },
    });
  });

  test('shows a certificate of its own if it has one', () => {
    const stack = stackIn('us-east-1');
    edgeStack({ certificate: certificateIn(stack, 'us-east-1', 'Front') }, {}, stack).template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: { ViewerCertificate: { AcmCertificateArn: Match.stringLikeRegexp('certificate/Front$') } },
    });
  });

  test('serves from the parts of the world it is told to', () => {
    edgeStack({ priceClass: PriceClass.PRICE_CLASS_100 }).template().hasResourceProperties(DISTRIBUTION, { DistributionConfig: { PriceClass: 'PriceClass_100' } });
  });

  test('is found in the zone over IPv4 and IPv6', () => {
    const stack = stackIn('us-east-1');
    const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
    const { apiEdge, template } = edgeStack({}, { hostedZone }, stack);
    for (const Type of ['A', 'AAAA']) {
      template().hasResourceProperties('AWS::Route53::RecordSet', {
        Type,
        Name: 'api.shop.example.',
        HostedZoneId: 'Z1',
        AliasTarget: { DNSName: { 'Fn::GetAtt': [idOf(apiEdge.distribution), 'DomainName'] }, HostedZoneId: 'Z2FDTNDATAQYW2' },
      });
    }
    expect(apiEdge.records).toHaveLength(2);
  });

  test('has no records without a zone', () => {
    const { apiEdge, template } = edgeStack();
    template().resourceCountIs('AWS::Route53::RecordSet', 0);
    expect(apiEdge.records).toEqual([]);
  });
});

describe('the secret', () => {
  test('is generated, long, and made of letters and digits', () => {
    edgeStack().template().hasResourceProperties('AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } });
  });

  test('is nowhere in the template but by reference', () => {
    const text = JSON.stringify(edgeStack().template().toJSON());
    expect(text).not.toContain('"SecretString":');
    expect(text.match(/\{\{resolve:/g)).toHaveLength(1);
  });

  test('is sent in the version that is asked for, so that CloudFormation looks it up again', () => {
    const { apiEdge, template } = edgeStack({ secretVersion: VERSION });
    template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: { Origins: [Match.objectLike({ OriginCustomHeaders: [{ HeaderName: 'x-origin-verify', HeaderValue: reference(apiEdge, VERSION) }] })] },
    });
  });
});

describe('the web ACL', () => {
  test('is made for CloudFront and put in front', () => {
    const { apiEdge, template } = edgeStack();
    template().hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    template().hasResourceProperties(DISTRIBUTION, { DistributionConfig: { WebACLId: { 'Fn::GetAtt': [idOf(apiEdge.webAcl!), 'Arn'] } } });
    expect(apiEdge.wafMetrics!.blockedRequests()).toMatchObject({ region: 'us-east-1' });
  });

  test('may be there already, and then the stack may be anywhere', () => {
    const stack = stackIn('eu-west-1');
    const { apiEdge, template } = edgeStack({ webAclArn: WEB_ACL }, {}, stack);
    template().hasResourceProperties(DISTRIBUTION, { DistributionConfig: { WebACLId: WEB_ACL } });
    template().resourceCountIs('AWS::WAFv2::WebACL', 0);
    expect([apiEdge.webAcl, apiEdge.wafMetrics]).toEqual([undefined, undefined]);
  });

  test('comes from a stack in us-east-1, with its certificate, by the recipe', () => {
    const app = new App();
    const account = '111122223333';
    const front = new Stack(app, 'Front', { env: { account, region: 'us-east-1' }, crossRegionReferences: true });
    const stack = new Stack(app, 'Shop', { env: { account, region: 'eu-west-1' }, crossRegionReferences: true });
    const { webAclArn } = new EdgeWaf(front, 'EdgeWaf');
    const certificate = new Certificate(front, 'Certificate', { domainName: 'api.shop.example' });
    const { template } = edgeStack({ webAclArn, certificate }, { originCertificate: certificateIn(stack, 'eu-west-1') }, stack);
    template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        WebACLId: { 'Fn::GetAtt': [Match.anyValue(), Match.stringLikeRegexp('EdgeWaf')] },
        ViewerCertificate: { AcmCertificateArn: { 'Fn::GetAtt': [Match.anyValue(), Match.stringLikeRegexp('Certificate')] } },
      },
    });
    expect(stack.dependencies).toContain(front);
  });

  test('made in another region is refused, with the recipe', () => {
    expect(() => edgeStack({}, {}, stackIn('eu-west-1'))).toThrow(findingMessage('edge-web-acl-outside-us-east-1', { given: 'eu-west-1' }));
  });

  test('made where nobody knows the region is warned of', () => {
    const { stack } = edgeStack({}, {}, stackIn());
    Annotations.fromStack(stack).hasWarning('/Shop/Edge', Match.stringLikeRegexp('edge-region-unknown: .* the web ACL of CloudFront'));
  });

  test('in us-east-1 is not warned of', () => {
    Annotations.fromStack(edgeStack().stack).hasNoWarning('*', Match.anyValue());
  });

  test('that is waived is not made, in any region, and the reason is on the distribution', () => {
    const { apiEdge, template } = edgeStack({ waf: Waf.none('a partner\'s firewall is in front') }, {}, stackIn('eu-west-1'));
    template().hasResourceProperties(DISTRIBUTION, { DistributionConfig: { WebACLId: Match.absent() } });
    expect(Waiver.within(apiEdge.distribution)).toContainEqual(expect.objectContaining({
      reason: 'a partner\'s firewall is in front', rules: ['AwsSolutions-CFR2'],
    }));
  });

  test.each([
    ['managed', {}, 'CloudFront, managed, 4 rules, 927 WCU'],
    ['existing', { webAclArn: WEB_ACL }, 'CloudFront, existing web ACL'],
  ])('is reported (%s)', (_, options, detail) => {
    expect(edgeStack(options).apiEdge.distribution.node.metadata)
      .toContainEqual(expect.objectContaining({ data: { guard: 'waf', state: 'on', detail } }));
  });
});

describe('the log', () => {
  test('goes to a private bucket of its own that empties itself', () => {
    const { apiEdge, template } = edgeStack();
    template().hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90, Status: 'Enabled' })] },
      },
    });
    template().hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
    template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': [idOf(apiEdge.logBucket!), 'RegionalDomainName'] } } },
    });
  });

  test('is kept as long as it is told to', () => {
    edgeStack({ log: EdgeLog.toBucket({ retention: Duration.days(7), removalPolicy: RemovalPolicy.DESTROY }) }).template().hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete', Properties: { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 7 })] } },
    });
  });

  test('goes to a bucket that is there already', () => {
    const stack = stackIn('us-east-1');
    const bucket = Bucket.fromBucketName(stack, 'Central', 'central-logs');
    const { template } = edgeStack({ log: EdgeLog.toExistingBucket(bucket, 'orders/') }, {}, stack);
    template().resourceCountIs('AWS::S3::Bucket', 0);
    template().hasResourceProperties(DISTRIBUTION, { DistributionConfig: { Logging: { Prefix: 'orders/', Bucket: Match.anyValue() } } });
  });

  test('that is waived is not written, and the reason is on the distribution', () => {
    const { apiEdge, template } = edgeStack({ log: EdgeLog.none('a sandbox') });
    template().hasResourceProperties(DISTRIBUTION, { DistributionConfig: { Logging: Match.absent() } });
    expect(apiEdge.logBucket).toBeUndefined();
    expect(Waiver.within(apiEdge.distribution)).toContainEqual(expect.objectContaining({ reason: 'a sandbox', rules: ['AwsSolutions-CFR3'] }));
  });
});

describe('mutual TLS to the origin', () => {
  function locked() {
    const stack = stackIn('us-east-1');
    return edgeStack({ clientCertificate: certificateIn(stack, 'us-east-1', 'Client') }, { mutualTls: true }, stack);
  }

  test('is shown the client certificate, and there is no secret to keep', () => {
    const { apiEdge, template } = locked();
    template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        Origins: [Match.objectLike({
          OriginCustomHeaders: Match.absent(),
          CustomOriginConfig: Match.objectLike({ OriginMtlsConfig: { ClientCertificateArn: Match.stringLikeRegexp('certificate/Client$') } }),
        })],
      },
    });
    template().resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(apiEdge.secret).toBeUndefined();
  });

  test('leaves nothing for a web ACL rule to look for', () => {
    expect(() => locked().apiEdge.wafRule(50)).toThrow(findingMessage('edge-without-secret', {}));
  });

  test('needs a domain that asks for certificates', () => {
    const stack = stackIn('us-east-1');
    expect(() => edgeStack({ clientCertificate: certificateIn(stack, 'us-east-1', 'Client') }, {}, stack))
      .toThrow(findingMessage('edge-client-certificate-without-mutual-tls', {}));
  });

  test('is needed with a domain that asks for certificates', () => {
    expect(() => edgeStack({}, { mutualTls: true })).toThrow(findingMessage('edge-mutual-tls-without-client-certificate', {}));
  });
});

describe('certificates from elsewhere', () => {
  test('are refused: the domain\'s own', () => {
    const stack = stackIn('eu-west-1');
    expect(() => edgeStack({ webAclArn: WEB_ACL }, { originCertificate: certificateIn(stack, 'eu-west-1') }, stack)).toThrow(
      findingMessage('edge-certificate-not-in-us-east-1', { what: 'the certificate of the API\'s custom domain', given: 'eu-west-1', option: 'certificate' }),
    );
  });

  test('are refused: the one for CloudFront', () => {
    const stack = stackIn('us-east-1');
    expect(() => edgeStack({ certificate: certificateIn(stack, 'eu-west-1', 'Front') }, {}, stack)).toThrow(
      findingMessage('edge-certificate-not-in-us-east-1', { what: 'the certificate for CloudFront', given: 'eu-west-1', option: 'certificate' }),
    );
  });

  test('are refused: the client certificate', () => {
    const stack = stackIn('us-east-1');
    expect(() => edgeStack({ clientCertificate: certificateIn(stack, 'eu-west-1', 'Client') }, { mutualTls: true }, stack)).toThrow(
      findingMessage('edge-certificate-not-in-us-east-1', { what: 'the client certificate', given: 'eu-west-1', option: 'clientCertificate' }),
    );
  });

  test('are warned of when nobody knows their region', () => {
    const stack = stackIn();
    const { stack: made } = edgeStack({ webAclArn: WEB_ACL }, { originCertificate: new Certificate(stack, 'Own', { domainName: 'api.shop.example' }) }, stack);
    Annotations.fromStack(made).hasWarning('/Shop/Edge', Match.stringLikeRegexp('edge-region-unknown: .* the certificate of the API\'s custom domain'));
  });
});

describe('names', () => {
  test.each([
    ['api.shop.example', 'itself'],
    ['a1b2c3d4e5.execute-api.us-east-1.amazonaws.com', 'an endpoint that does not know the host name'],
  ])('the origin %s is refused', (originDomainName, whom) => {
    expect(() => edgeStack({}, { originDomainName })).toThrow(findingMessage('edge-origin-not-alias-target', { given: originDomainName, whom }));
  });

  test('a domain outside of its zone is refused', () => {
    const stack = stackIn('us-east-1');
    const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'bank.example' });
    expect(() => edgeStack({}, { hostedZone }, stack)).toThrow('domain-outside-zone');
  });

  test('a domain that is an address is refused', () => {
    expect(() => edgeStack({}, { domainName: 'https://api.shop.example' })).toThrow('domain-name-invalid');
  });

  test('that are known at deployment only are neither compared nor printed', () => {
    const stack = stackIn('us-east-1');
    const domainName = new CfnParameter(stack, 'Domain').valueAsString;
    const originDomainName = Lazy.string({ produce: () => ORIGIN });
    const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
    const { template } = edgeStack({}, { domainName, originDomainName, hostedZone }, stack);
    template().hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: { Aliases: [{ Ref: 'Domain' }], Origins: [Match.objectLike({ DomainName: ORIGIN })] },
    });
    template().hasResourceProperties('AWS::Route53::RecordSet', { Name: { 'Fn::Join': ['', [{ Ref: 'Domain' }, '.']] } });
  });
});

describe('the rule for the web ACL of a REST API', () => {
  function rulesWith(options: { secretVersion?: string }, waf: (edge: ApiEdge) => Waf) {
    const { stack, apiEdge } = edgeStack(options);
    const api = new RestApi(stack, 'Orders');
    api.root.addMethod('GET');
    new ApiWaf(stack, 'ApiWaf', { stage: api.deploymentStage, waf: waf(apiEdge) });
    const acls = Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL', { Properties: { Scope: 'REGIONAL' } }));
    return { apiEdge, rules: acls[0].Properties.Rules };
  }

  function matching(value: object): object {
    return {
      ByteMatchStatement: {
        FieldToMatch: { SingleHeader: { Name: 'x-origin-verify' } },
        PositionalConstraint: 'EXACTLY',
        SearchString: value,
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    };
  }

  test('comes first and blocks whatever lacks the secret', () => {
    const { apiEdge, rules } = rulesWith({}, (edge) => Waf.managed({ rules: [edge.wafRule(50)] }));
    expect(rules[0]).toMatchObject({
      Name: 'OriginVerify', Priority: 50, Action: { Block: {} }, Statement: { NotStatement: { Statement: matching(reference(apiEdge)) } },
    });
  });

  test('takes the old version and the new while the secret is rotated', () => {
    const { apiEdge, rules } = rulesWith({ secretVersion: VERSION }, (edge) => Waf.managed({ rules: [edge.wafRule(50)] }));
    expect(rules[0].Statement).toEqual({
      NotStatement: { Statement: { OrStatement: { Statements: [matching(reference(apiEdge)), matching(reference(apiEdge, VERSION))] } } },
    });
  });

  test('only counts in a trial', () => {
    const { rules } = rulesWith({}, (edge) => Waf.trial({ rules: [edge.wafRule(50)] }));
    expect(rules[0]).toMatchObject({ Name: 'OriginVerify', Action: { Count: {} } });
  });
});

describe.each(FLAGS)('cdk-nag %s', (_, props) => {
  test('finds nothing wrong, and what is acknowledged has its reason', () => {
    const { stack, apiEdge } = edgeStack({}, {}, stackIn('us-east-1', props));
    expect(nagFindings(stack)).toEqual([]);
    expect(Waiver.within(apiEdge).map(({ path, rules }) => [path, ...rules])).toEqual([
      ['Shop/Edge/Secret', 'AwsSolutions-SMG4'],
      ['Shop/Edge/LogBucket', 'AwsSolutions-S1'],
      ['Shop/Edge/Distribution', 'AwsSolutions-CFR1'],
    ]);
  });

  test('finds nothing wrong when web ACL and log are waived', () => {
    const { stack } = edgeStack({ waf: Waf.none('a sandbox'), log: EdgeLog.none('a sandbox') }, {}, stackIn('us-east-1', props));
    expect(nagFindings(stack)).toEqual([]);
  });
});

test('two fronts in one stack do not get in each other\'s way', () => {
  const { stack } = edgeStack();
  new ApiEdge(stack, 'Other', {
    edge: EdgeProtection.cloudFront(), domainName: 'www.shop.example', originDomainName: ORIGIN, originCertificate: certificateIn(stack, 'us-east-1', 'Www'),
  });
  Template.fromStack(stack).resourceCountIs(DISTRIBUTION, 2);
});
