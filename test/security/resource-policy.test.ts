import { Aws, CfnParameter, Fn } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ResourcePolicy, ResourcePolicyRules } from '../../lib/security/resource-policy';
import { newStack } from '../helpers/apps';

function statements(rules: ResourcePolicyRules): Record<string, unknown>[] {
  return ResourcePolicy.rules(rules)._document()?.toJSON().Statement;
}

const ALLOW = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const DENY = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };

describe('a resource policy', () => {
  test('that is open is no policy', () => {
    expect(ResourcePolicy.open()._document()).toBeUndefined();
  });

  test('never allows principals of other AWS accounts in passing', () => {
    expect(statements({ allowedIps: ['203.0.113.0/24'] })[0]).toEqual({
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { Null: { 'aws:PrincipalAccount': 'true' } },
    });
  });

  test.each([
    [{ allowedIps: ['203.0.113.0/24'] }, { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }],
    [{ deniedIps: ['2001:db8::/32'] }, { IpAddress: { 'aws:SourceIp': ['2001:db8::/32'] } }],
    [{ allowedVpcEndpoints: ['vpce-1'] }, { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } }],
    [{ allowedAccounts: ['111122223333'] }, { StringNotEquals: { 'aws:PrincipalAccount': ['111122223333'] } }],
    [{ allowedOrganizations: ['o-a1b2c3d4e5'] }, { StringNotEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5'] } }],
  ])('writes %j as a denial', (rules, Condition) => {
    expect(statements(rules)).toContainEqual({ ...DENY, Condition });
  });

  test.each([
    [{ allowedAccounts: ['111122223333'] }, { 'aws:PrincipalAccount': ['111122223333'] }],
    [{ allowedOrganizations: ['o-a1b2c3d4e5'] }, { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5'] }],
  ])('for %j allows these, nobody without an account, and in its own account nobody whom IAM does not allow', (rules, StringEquals) => {
    const allowing = statements(rules).filter(({ Effect }) => Effect === 'Allow');
    expect(allowing).toEqual([
      { ...ALLOW, Condition: { StringEquals, StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } } },
    ]);
  });

  test('for accounts and organizations lets in principals of either, and denies those of neither in one statement', () => {
    const [allowedAccounts, allowedOrganizations] = [['111122223333'], ['o-a1b2c3d4e5']];
    const found = statements({ allowedAccounts, allowedOrganizations });
    expect(found.filter(({ Effect }) => Effect === 'Allow')).toHaveLength(2);
    expect(found.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      { ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalAccount': allowedAccounts, 'aws:PrincipalOrgID': allowedOrganizations } } },
    ]);
  });

  test('for accounts or organizations needs IAM authorization, and others do not', () => {
    expect(ResourcePolicy.rules({ allowedAccounts: ['111122223333'] })._needsIam).toBe(true);
    expect(ResourcePolicy.rules({ allowedOrganizations: ['o-a1b2c3d4e5'] })._needsIam).toBe(true);
    expect(ResourcePolicy.rules({ allowedIps: ['203.0.113.0/24'], allowedAccounts: [] })._needsIam).toBe(false);
    expect(ResourcePolicy.open()._needsIam).toBe(false);
  });

  test('that decides nothing is refused', () => {
    expect(() => ResourcePolicy.rules({ allowedIps: [] })).toThrow(/resource-policy-empty/);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', 'example.com', '2001:db8::/129', '10.0.0.0/8/8', ''])('with the range "%s" is refused', (range) => {
    expect(() => ResourcePolicy.rules({ deniedIps: [range] })).toThrow(/resource-policy-range-malformed/);
  });

  test('with a malformed account is refused', () => {
    expect(() => ResourcePolicy.rules({ allowedAccounts: ['1234'] })).toThrow(/resource-policy-account-malformed.*"1234"/);
  });

  test.each(['o-short', 'O-A1B2C3D4E5', 'ou-a1b2-c3d4e5f6', 'a1b2c3d4e5', ''])('with the organization "%s" is refused', (organization) => {
    expect(() => ResourcePolicy.rules({ allowedOrganizations: [organization] })).toThrow(/^resource-policy-organization-malformed/);
  });

  test('over 8192 characters is refused where it is written', () => {
    const allowedIps = Array.from({ length: 500 }, (_, index) => `203.0.${index % 250}.${Math.floor(index / 250)}/32`);
    expect(() => ResourcePolicy.rules({ allowedIps })).toThrow(/resource-policy-too-large/);
  });

  test('is measured without what is only known at deployment', () => {
    const allowedAccounts = Array.from({ length: 300 }, () => Aws.ACCOUNT_ID);
    expect(() => ResourcePolicy.rules({ allowedAccounts })).not.toThrow();
  });

  test('takes values that are only known at deployment', () => {
    const policy = ResourcePolicy.rules({ allowedIps: [Fn.importValue('Range')], allowedAccounts: [Aws.ACCOUNT_ID] });
    expect(JSON.stringify(newStack().resolve(policy._document()))).toContain('"aws:PrincipalAccount":[{"Ref":"AWS::AccountId"}]');
  });

  const LISTS = ['allowedIps', 'deniedIps', 'allowedAccounts', 'allowedOrganizations', 'allowedVpcEndpoints'] as const;
  test.each(LISTS)('takes %s as a list that is only known at deployment', (name) => {
    const stack = newStack();
    const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
    const document = JSON.stringify(stack.resolve(ResourcePolicy.rules({ [name]: list })._document()));
    expect(document).toMatch(/"aws:\w+":\{"Ref":"List"\}/);
    expect(document).not.toContain('Token');
  });
});

describe('the resource policy of a private API', () => {
  test('that is open lets callers without an AWS identity in, through the endpoints only', () => {
    expect(through(ResourcePolicy.open(), ['vpce-1', 'vpce-2'])).toEqual([
      { ...ALLOW, Condition: { Null: { 'aws:PrincipalAccount': 'true' } } },
      { ...DENY, Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } },
    ]);
  });

  test('allows nobody with an AWS identity unless an account or organization is named', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[0-9a-f]{17}$/), { minLength: 1 }), fc.boolean(), (ids, byIp) => {
      const policy = byIp ? ResourcePolicy.rules({ allowedIps: ['10.0.0.0/8'] }) : ResourcePolicy.open();
      const allowing = through(policy, ids.map((id) => `vpce-${id}`)).filter(({ Effect }) => Effect === 'Allow');
      expect(allowing).toEqual([{ ...ALLOW, Condition: { Null: { 'aws:PrincipalAccount': 'true' } } }]);
    }));
  });

  test('keeps what it said before', () => {
    const policy = ResourcePolicy.rules({ allowedAccounts: ['111122223333'] });
    expect(policy._through(['vpce-1'])._needsIam).toBe(true);
    expect(through(policy, ['vpce-1'])).toEqual(expect.arrayContaining(statements({ allowedAccounts: ['111122223333'] })));
    expect(ResourcePolicy.open()._through(['vpce-1'])._needsIam).toBe(false);
  });

  test('looks for addresses where a call through an endpoint has them', () => {
    const found = through(ResourcePolicy.rules({ allowedIps: ['10.0.0.0/16'], deniedIps: ['10.0.9.0/24'] }), ['vpce-1']);
    expect(found).toContainEqual({ ...DENY, Condition: { NotIpAddress: { 'aws:VpcSourceIp': ['10.0.0.0/16'] } } });
    expect(found).toContainEqual({ ...DENY, Condition: { IpAddress: { 'aws:VpcSourceIp': ['10.0.9.0/24'] } } });
    expect(JSON.stringify(found)).not.toContain('aws:SourceIp');
  });

  test('lets in the endpoints it names itself besides, each once', () => {
    const policy = ResourcePolicy.rules({ allowedVpcEndpoints: ['vpce-2', 'vpce-3'] });
    expect(through(policy, ['vpce-1', 'vpce-2'])).toContainEqual({
      ...DENY, Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2', 'vpce-3'] } },
    });
  });

  test('puts endpoints of which only the deployment knows together with others', () => {
    const stack = newStack();
    const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
    const policy = ResourcePolicy.rules({ allowedVpcEndpoints: list })._through(['vpce-1', Fn.importValue('Endpoint')]);
    const [, deny] = stack.resolve(policy._document()).Statement;
    expect(deny.Condition.StringNotEquals['aws:SourceVpce']).toEqual({
      'Fn::Split': [',', { 'Fn::Join': [',', ['vpce-1', { 'Fn::ImportValue': 'Endpoint' }, { 'Fn::Join': [',', { Ref: 'List' }] }]] }],
    });
  });

  test('leaves the policy it came from as it was', () => {
    const policy = ResourcePolicy.open();
    policy._through(['vpce-1']);
    expect(policy._document()).toBeUndefined();
  });

  test('over 8192 characters is refused', () => {
    const ids = Array.from({ length: 400 }, (_, index) => `vpce-${String(index).padStart(17, '0')}`);
    expect(() => ResourcePolicy.open()._through(ids)).toThrow(/^resource-policy-too-large/);
  });
});

function through(policy: ResourcePolicy, ids: string[]): Record<string, unknown>[] {
  return policy._through(ids)._document()?.toJSON().Statement;
}
