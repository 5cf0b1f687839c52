import { isIP } from 'node:net';
import { Aws, Token } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, Effect, PolicyDocument, PolicyStatement, PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { refuse } from '../core/refuse';

/** Who may reach the API at all. Checked by API Gateway besides the authorization of the route: both must say yes. */
export interface ResourcePolicyRules {
  /**
   * Only these address ranges (CIDR) may call.
   *
   * @default - every address
   */
  readonly allowedIps?: string[];

  /**
   * These address ranges (CIDR) may not call, whatever else says they may.
   *
   * @default []
   */
  readonly deniedIps?: string[];

  /**
   * Only principals of these AWS accounts may call. Needs IAM authorization on the routes:
   * other callers have no AWS account API Gateway could see.
   *
   * @default - principals of this account that IAM allows, and every caller of routes without IAM authorization
   */
  readonly allowedAccounts?: string[];

  /**
   * Only requests that come through these VPC endpoints may call.
   *
   * @default - any way in
   */
  readonly allowedVpcEndpoints?: string[];
}

const EVERY_ROUTE = 'execute-api:/*';
/** AWS: "Length, in characters, of API Gateway resource policy". */
const MAX_CHARACTERS = 8192;

/**
 * The resource policy of the API: where calls may come from, before anybody asks who makes them.
 *
 * A restriction is written as a denial, because one that only allows is no restriction for callers that IAM allows already.
 * The allowing statement covers callers without an AWS identity only (Cognito, Lambda authorizers, public routes).
 * An "allow everybody" instead would let any principal of any AWS account call routes with IAM authorization.
 * This follows IAM's evaluation rules; it was not tried against AWS.
 */
export class ResourcePolicy {
  /** No resource policy: authorization alone decides. */
  public static open(): ResourcePolicy {
    return new ResourcePolicy();
  }

  /** Restrict by address, account or VPC endpoint. Restrictions of different kinds must all hold. */
  public static rules(rules: ResourcePolicyRules): ResourcePolicy {
    const given = [rules.allowedIps, rules.deniedIps, rules.allowedAccounts, rules.allowedVpcEndpoints];
    if (given.every((list) => (list ?? []).length === 0)) refuse('resource-policy-empty', {});
    [...rules.allowedIps ?? [], ...rules.deniedIps ?? []].forEach(checkRange);
    (rules.allowedAccounts ?? []).forEach(checkAccount);
    return new ResourcePolicy(rules);
  }

  private constructor(private readonly rules?: ResourcePolicyRules) {}

  /** @internal The document for the API, or nothing when it is open. */
  public _document(): PolicyDocument | undefined {
    if (!this.rules) return undefined;
    const { allowedIps, deniedIps, allowedAccounts, allowedVpcEndpoints } = this.rules;
    const document = new PolicyDocument({
      statements: [
        allowedAccounts?.length ? allowAccounts(allowedAccounts) : allowCallersWithoutAwsIdentity(),
        ...denyIf('StringNotEquals', 'aws:PrincipalAccount', allowedAccounts),
        ...denyIf('NotIpAddress', 'aws:SourceIp', allowedIps),
        ...denyIf('IpAddress', 'aws:SourceIp', deniedIps),
        ...denyIf('StringNotEquals', 'aws:SourceVpce', allowedVpcEndpoints),
      ],
    });
    checkSize(document);
    return document;
  }
}

function allowCallersWithoutAwsIdentity(): PolicyStatement {
  return invoke({ effect: Effect.ALLOW, principals: [new AnyPrincipal()], conditions: { Null: { 'aws:PrincipalAccount': 'true' } } });
}

function allowAccounts(accounts: string[]): PolicyStatement {
  return invoke({ effect: Effect.ALLOW, principals: accounts.map((account) => new AccountPrincipal(account)) });
}

function denyIf(operator: string, key: string, values: string[] = []): PolicyStatement[] {
  if (values.length === 0) return [];
  return [invoke({ effect: Effect.DENY, principals: [new AnyPrincipal()], conditions: { [operator]: { [key]: values } } })];
}

function invoke(statement: PolicyStatementProps): PolicyStatement {
  return new PolicyStatement({ ...statement, actions: ['execute-api:Invoke'], resources: [EVERY_ROUTE] });
}

function checkRange(range: string): void {
  if (Token.isUnresolved(range)) return;
  const [address, bits, ...more] = range.split('/');
  const version = isIP(address);
  const valid = version !== 0 && more.length === 0 && (bits === undefined || isPrefix(bits, version === 4 ? 32 : 128));
  if (!valid) refuse('resource-policy-range-malformed', { given: range });
}

function isPrefix(bits: string, most: number): boolean {
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function checkAccount(account: string): void {
  if (!Token.isUnresolved(account) && account !== Aws.ACCOUNT_ID && !/^\d{12}$/.test(account)) {
    refuse('resource-policy-account-malformed', { given: account });
  }
}

/** Tokens are counted as they stand: the real text is not known before deployment, so this can only be a lower bound. */
function checkSize(document: PolicyDocument): void {
  const characters = JSON.stringify(document.toJSON()).length;
  if (characters > MAX_CHARACTERS) refuse('resource-policy-too-large', { given: characters });
}
