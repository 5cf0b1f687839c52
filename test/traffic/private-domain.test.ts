import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, IHostedZone } from 'aws-cdk-lib/aws-route53';
import * as fc from 'fast-check';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { PrivateDomain, PrivateDomainOptions } from '../../lib/traffic/private-domain';
import { newStack } from '../helpers/apps';

const NAME = 'ledger.shop.example';

describe('a private domain', () => {
  test.each(['LEDGER.shop.example', 'https://ledger.shop.example', 'ledger.shop.example/v1', 'localhost', ''])(
    'named "%s" is refused', (domainName) => {
      expect(() => domain({ domainName })).toThrow(/^domain-name-invalid/);
    });

  test('cannot be a wildcard', () => {
    expect(() => domain({ domainName: '*.shop.example' })).toThrow(/^private-domain-wildcard/);
  });

  test.each(['', '/v1', 'v1/', 'ü'])('with the base path "%s" is refused', (basePath) => {
    expect(() => domain({ basePath })).toThrow(/^base-path-invalid/);
  });

  test('with a base path of several levels is refused', () => {
    expect(() => domain({ basePath: 'shop/v1' })).toThrow(/^private-domain-base-path-too-deep.*"shop\/v1"/);
  });

  test('has a URL that ends in one slash, whatever the base path', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-zA-Z0-9$_.+!*'()-]{1,20}$/), (basePath) => {
      expect(domain({ basePath }).url).toBe(`https://${NAME}/${basePath}/`);
    }));
    expect(domain().url).toBe(`https://${NAME}/`);
  });

  test.each(['api.shop.test', 'ashop.example'])('named %s is refused in the zone shop.example, private or public', (domainName) => {
    expect(() => domain({ domainName, hostedZone: zone() })).toThrow(/^domain-outside-zone/);
    expect(() => PrivateDomain.inZone({ domainName, publicZone: zone() })).toThrow(/^domain-outside-zone/);
  });

  test('whose name does not fit into a certificate is refused where one would be issued', () => {
    const domainName = `${'a'.repeat(53)}.shop.example`;
    expect(() => PrivateDomain.inZone({ domainName, publicZone: zone() })).toThrow(/^domain-name-too-long-for-certificate/);
    expect(() => domain({ domainName })).not.toThrow();
  });

  test('cannot go back to TLS 1.0, nor take a policy for edge-optimised endpoints', () => {
    expect(() => domain({ tls: TlsPolicy.legacy('card readers until 2027') })).toThrow(/^private-domain-tls-outdated.*TLS_1_0/);
    expect(() => domain({ tls: TlsPolicy.named('SecurityPolicy_TLS13_2025_EDGE') })).toThrow(/^tls-policy-for-other-endpoint/);
  });

  test.each(['111122223333', 'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5',
    'arn:aws-us-gov:organizations::111122223333:ou/o-a1b2c3d4e5/ou-a1b2-c3d4e5f6'])('may be shared with %s', (principal) => {
    expect(domain({ shareWith: [principal] })._shareWith).toEqual([principal]);
  });

  test.each(['1234', 'o-a1b2c3d4e5', 'arn:aws:iam::111122223333:root', 'arn:aws:organizations::111122223333:account/o-a1b2c3d4e5/111122223333', ''])(
    'shared with "%s" is refused', (principal) => {
      expect(() => domain({ shareWith: [principal] })).toThrow(/^private-domain-share-malformed/);
    });

  test('is shared outside of its organization with accounts only', () => {
    const shareOutsideOrganization = ['arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5'];
    expect(() => domain({ shareOutsideOrganization })).toThrow(/^private-domain-share-outside-malformed/);
    expect(() => domain({ shareOutsideOrganization: ['444455556666'] })).not.toThrow();
  });

  test.each(['vpc-1', 'vpce-', 'vpce-XYZ', ''])('with the consumer endpoint "%s" is refused', (endpoint) => {
    expect(() => domain({ consumerEndpoints: [endpoint] })).toThrow(/^consumer-endpoint-malformed/);
  });

  test('tells the front door whose endpoints may call', () => {
    expect(domain()._consumerEndpoints).toEqual([]);
    expect(domain({ consumerEndpoints: ['vpce-0a1b'] })._consumerEndpoints).toEqual(['vpce-0a1b']);
  });

  test.each(['shareWith', 'shareOutsideOrganization', 'consumerEndpoints'] as const)('wants to be able to count %s', (option) => {
    const list = new CfnParameter(newStack(), 'List', { type: 'CommaDelimitedList' }).valueAsList;
    expect(() => domain({ [option]: list })).toThrow(new RegExp(`^private-domain-list-not-countable: the list ${option} `));
  });

  test('accepts tokens for everything else', () => {
    const stack = newStack();
    const later = (id: string): string => new CfnParameter(stack, id).valueAsString;
    const options = {
      domainName: later('Name'),
      basePath: later('Path'),
      shareWith: [later('Account')],
      shareOutsideOrganization: [later('Outside')],
      consumerEndpoints: [later('Endpoint')],
    };
    expect(() => domain(options)).not.toThrow();
    expect(() => PrivateDomain.inZone({ ...options, publicZone: zone(), hostedZone: zone(stack, later('ZoneName')) })).not.toThrow();
  });
});

function domain(options: Partial<PrivateDomainOptions> = {}): PrivateDomain {
  const certificate = Certificate.fromCertificateArn(newStack(), 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/known');
  return PrivateDomain.withCertificate({ domainName: NAME, certificate, ...options });
}

function zone(stack: Stack = newStack(), zoneName: string = 'shop.example'): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName });
}
