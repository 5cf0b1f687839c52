import { Aws, CfnParameter, Fn } from 'aws-cdk-lib';
import { ResourcePolicy, ResourcePolicyRules } from '../../lib/security/resource-policy';
import { newStack } from '../helpers/apps';

function statements(rules: ResourcePolicyRules): Record<string, unknown>[] {
  return ResourcePolicy.rules(rules)._document()?.toJSON().Statement;
}

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
  ])('writes %j as a denial', (rules, Condition) => {
    expect(statements(rules)).toContainEqual({ ...DENY, Condition });
  });

  test('for accounts allows these and nobody without an account', () => {
    const [allow] = statements({ allowedAccounts: ['111122223333'] });
    expect(allow).toEqual(expect.objectContaining({
      Effect: 'Allow', Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalAccount': ['111122223333'] } },
    }));
  });

  test('for accounts needs IAM authorization, and others do not', () => {
    expect(ResourcePolicy.rules({ allowedAccounts: ['111122223333'] })._needsIam).toBe(true);
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

  test.each(['allowedIps', 'deniedIps', 'allowedAccounts', 'allowedVpcEndpoints'] as const)('takes %s as a list that is only known at deployment', (name) => {
    const stack = newStack();
    const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
    const document = JSON.stringify(stack.resolve(ResourcePolicy.rules({ [name]: list })._document()));
    expect(document).toMatch(/"aws:\w+":\{"Ref":"List"\}/);
    expect(document).not.toContain('Token');
  });
});
