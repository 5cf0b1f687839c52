import { isIP } from 'node:net';
import { Token } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { refuse, warn } from '../core/refuse';

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
   * Only principals of these AWS accounts may call; name your own, too, if it may. Needs IAM authorization on all routes
   * and cannot go with CORS: other callers, and browsers asking beforehand, have no AWS account API Gateway could see.
   *
   * @default - principals of this account that IAM allows, and every caller of routes without IAM authorization
   */
  readonly allowedAccounts?: string[];

  /**
   * Only requests that come through these VPC endpoints may call. For private APIs:
   * a regional or edge-optimised one is not called through an endpoint, so that nobody could.
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
    if (given.every(isEmpty)) refuse('resource-policy-empty', {});
    [...literals(rules.allowedIps), ...literals(rules.deniedIps)].forEach(checkRange);
    literals(rules.allowedAccounts).forEach(checkAccount);
    checkSize(rules);
    return new ResourcePolicy(rules);
  }

  private constructor(private readonly rules?: ResourcePolicyRules) {}

  /** @internal Whether callers without IAM authorization are shut out. */
  public get _needsIam(): boolean {
    return !isEmpty(this.rules?.allowedAccounts);
  }

  /** @internal The document for the API, or nothing when it is open. */
  public _document(): PolicyDocument | undefined {
    return this.rules && documentOf(this.rules);
  }

  /** @internal Warn about a policy that shuts everybody out of an API that is not private. */
  public _warnOn(publicApi: IConstruct): void {
    if (!isEmpty(this.rules?.allowedVpcEndpoints)) warn(publicApi, 'resource-policy-endpoints-on-public-api', {});
  }
}

function documentOf({ allowedIps, deniedIps, allowedAccounts, allowedVpcEndpoints }: ResourcePolicyRules): PolicyDocument {
  return new PolicyDocument({
    statements: [
      isEmpty(allowedAccounts)
        // Whoever has no AWS identity: Cognito users, callers of Lambda authorizers, the public.
        ? statement(Effect.ALLOW, { Null: { 'aws:PrincipalAccount': 'true' } })
        : statement(Effect.ALLOW, { StringEquals: { 'aws:PrincipalAccount': allowedAccounts } }),
      ...denyIf('StringNotEquals', 'aws:PrincipalAccount', allowedAccounts),
      ...denyIf('NotIpAddress', 'aws:SourceIp', allowedIps),
      ...denyIf('IpAddress', 'aws:SourceIp', deniedIps),
      ...denyIf('StringNotEquals', 'aws:SourceVpce', allowedVpcEndpoints),
    ],
  });
}

function denyIf(operator: string, key: string, values?: string[]): PolicyStatement[] {
  return isEmpty(values) ? [] : [statement(Effect.DENY, { [operator]: { [key]: values } })];
}

function statement(effect: Effect, conditions: { [operator: string]: unknown }): PolicyStatement {
  return new PolicyStatement({ effect, principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: [EVERY_ROUTE], conditions });
}

/** An empty list decides nothing. One that is a token as a whole says nothing of its length, and counts as some. */
function isEmpty(list?: string[]): boolean {
  return list === undefined || (!Token.isUnresolved(list) && list.length === 0);
}

/** What is known of a list before deployment. */
function literals(list: string[] = []): string[] {
  return Token.isUnresolved(list) ? [] : list.filter((value) => !Token.isUnresolved(value));
}

function checkRange(range: string): void {
  const [address, bits, ...more] = range.split('/');
  const version = isIP(address);
  const valid = version !== 0 && more.length === 0 && (bits === undefined || isPrefix(bits, version === 4 ? 32 : 128));
  if (!valid) refuse('resource-policy-range-malformed', { given: range });
}

function isPrefix(bits: string, most: number): boolean {
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function checkAccount(account: string): void {
  if (!/^\d{12}$/.test(account)) refuse('resource-policy-account-malformed', { given: account });
}

/** A lower bound: only what is known now is counted, as it will be written. */
function checkSize({ allowedIps, deniedIps, allowedAccounts, allowedVpcEndpoints }: ResourcePolicyRules): void {
  const characters = JSON.stringify(documentOf({
    allowedIps: literals(allowedIps),
    deniedIps: literals(deniedIps),
    allowedAccounts: literals(allowedAccounts),
    allowedVpcEndpoints: literals(allowedVpcEndpoints),
  }).toJSON()).length;
  if (characters > MAX_CHARACTERS) refuse('resource-policy-too-large', { given: characters });
}
