import { endpointOf } from '../../../cli/report/routes/endpoint';
import { resourceFinder, Template } from '../../../cli/report/template';
import { endpointText } from '../../../cli/report/text/endpoint-text';

const REST = 'AWS::ApiGateway::RestApi';
const HTTP = 'AWS::ApiGatewayV2::Api';

function endpoint(type: string, properties: object, others: Template['Resources'] = {}) {
  const find = resourceFinder({ Resources: { Api: { Type: type, Properties: { ...properties } }, ...others } });
  return endpointOf(find(type)[0], find)!;
}

function distribution(origin: unknown, more: object = {}) {
  return { Front: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Origins: [{ DomainName: origin }], ...more } } } };
}

describe('the endpoint of an API', () => {
  test.each<[string, string, object]>([
    ['edge', REST, {}],
    ['regional', REST, { EndpointConfiguration: { Types: ['REGIONAL'] } }],
    ['private', REST, { EndpointConfiguration: { Types: ['PRIVATE'] } }],
    ['regional', HTTP, { ProtocolType: 'HTTP' }],
    ['regional', HTTP, { Body: {} }],
  ])('is %s for %s with %j', (type, kind, properties) => {
    expect(endpoint(kind, properties)).toMatchObject({ type, defaultEndpoint: 'open', domains: [], vpcEndpoints: type === 'private' ? 0 : undefined });
  });

  test('is nothing for an API made elsewhere', () => {
    expect(endpointOf(undefined, resourceFinder({}))).toBeUndefined();
  });

  test('has the domains it is mapped to, with the path it has there; those of other APIs are theirs', () => {
    const mapping = (properties: object) => ({ Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ...properties } });
    expect(endpoint(HTTP, { ProtocolType: 'HTTP' }, {
      Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.shop.example' } },
      Orders: mapping({ ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, ApiMappingKey: 'orders' }),
      Imported: mapping({ ApiId: { Ref: 'Api' }, DomainName: 'old.shop.example' }),
      Other: mapping({ ApiId: { Ref: 'Else' }, DomainName: 'else.shop.example' }),
    }).domains).toEqual(['api.shop.example/orders', 'old.shop.example']);
  });

  test.each<[string, unknown, object, object]>([
    ['the default endpoint', { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }] }, {}, { webAcl: false }],
    ['the alias of its domain', { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] }, { WebACLId: 'arn' }, { webAcl: true }],
    ['its domain by name', 'api.shop.example', { WebACLId: { 'Fn::GetAtt': ['Acl', 'Arn'] } }, { webAcl: true }],
  ])('is behind a distribution whose origin is %s', (_, origin, config, cloudFront) => {
    expect(endpoint(HTTP, { ProtocolType: 'HTTP' }, {
      Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.shop.example' } },
      Mapping: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' } } },
      ...distribution(origin, config),
    }).cloudFront).toEqual(cloudFront);
  });

  test('is not behind the distribution of something else', () => {
    expect(endpoint(REST, {}, distribution('www.shop.example')).cloudFront).toBeUndefined();
  });
});

describe('in words, the endpoint', () => {
  const REGIONAL = { type: 'regional', defaultEndpoint: 'open', domains: [] } as const;
  test.each([
    [REGIONAL, 'regional'],
    [{ ...REGIONAL, type: 'edge' } as const, 'edge-optimised'],
    [{ ...REGIONAL, defaultEndpoint: 'closed' } as const, 'regional; default endpoint closed'],
    [{ ...REGIONAL, domains: ['a.example', 'b.example'] }, 'regional; as a.example, b.example; default endpoint open'],
    [{ ...REGIONAL, cloudFront: { webAcl: false } }, 'regional; behind CloudFront without a web ACL; default endpoint open'],
    [{ ...REGIONAL, type: 'private', vpcEndpoints: 2 } as const, 'private, through 2 VPC endpoints'],
    [{ ...REGIONAL, type: 'private', vpcEndpoints: 0 } as const, 'private, through VPC endpoints that are not associated with it'],
  ])('%j is "%s"', (endpointRow, words) => {
    expect(endpointText(endpointRow)).toBe(`endpoint: ${words}`);
  });
});
