import { Aws, Fn, Token } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { checkAccount, checkOrganization, checkRange } from './resource-policy-checks';
import { refuse, warn } from '../core/refuse';

/** Who may reach the API at all. Checked by API Gateway besides the authorization of the route: both must say yes. */
export interface ResourcePolicyRules {
  /**
   * Only these address ranges (CIDR) may call. On a private API they are the addresses inside the VPCs.
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
   * Only principals of these AWS accounts may call; name your own, too, if it may: its principals then still need an IAM policy that
   * lets them. Needs IAM authorization on all routes and cannot go with CORS: other callers, and browsers asking beforehand, have no
   * AWS account API Gateway could see.
   *
   * @default - principals of this account that IAM allows, and every caller of routes without IAM authorization
   */
  readonly allowedAccounts?: string[];

  /**
   * Only principals of accounts in these AWS organizations may call (`o-a1b2c3d4e5`). Together with `allowedAccounts`, principals of
   * either may. What is said there holds here, too.
   *
   * @default []
   */
  readonly allowedOrganizations?: string[];

  /**
   * Only requests that come through these VPC endpoints may call. For private APIs, where they come besides the endpoints of its `access`:
   * those of other accounts, for example. A regional or edge-optimised API is not called through an endpoint, so that nobody could.
   *
   * @default - any way in; for a private API the endpoints of its `access`
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
 * The allowing statement covers callers without an AWS identity only (Cognito, Lambda authorizers, public routes): an "allow everybody" would
 * let any principal of any AWS account call routes with IAM authorization. Principals of this account need no allowing statement, by
 * "Policy evaluation outcome tables" in the API Gateway developer guide: their own IAM policies decide. Those of other accounts need both.
 * This follows what is documented; it was not tried against AWS.
 */
export class ResourcePolicy {
  /** No restriction: authorization alone decides. A private API still has a policy, which lets in what comes through its endpoints. */
  public static open(): ResourcePolicy {
    return new ResourcePolicy();
  }

  /** Restrict by address, principal or VPC endpoint. Restrictions of different kinds must all hold. */
  public static rules(rules: ResourcePolicyRules): ResourcePolicy {
    const given = [rules.allowedIps, rules.deniedIps, rules.allowedAccounts, rules.allowedOrganizations, rules.allowedVpcEndpoints];
    if (given.every(isEmpty)) refuse('resource-policy-empty', {});
    [...literals(rules.allowedIps), ...literals(rules.deniedIps)].forEach(checkRange);
    literals(rules.allowedAccounts).forEach(checkAccount);
    literals(rules.allowedOrganizations).forEach(checkOrganization);
    return new ResourcePolicy(rules);
  }

  /** Where the policy says that a caller's address is. */
  private readonly addressKey: string;

  private constructor(private readonly rules?: ResourcePolicyRules, isPrivate: boolean = false) {
    // AWS: of a call through a VPC endpoint there is this key and not the other, whose denial would then hold for everybody.
    this.addressKey = isPrivate ? 'aws:VpcSourceIp' : 'aws:SourceIp';
    if (rules) checkSize(documentOf(literalRules(rules), this.addressKey));
  }

  /** @internal Whether callers without IAM authorization are shut out. */
  public get _needsIam(): boolean {
    return !isEmpty(this.rules?.allowedAccounts) || !isEmpty(this.rules?.allowedOrganizations);
  }

  /** @internal The document for the API, or nothing when it is open. */
  public _document(): PolicyDocument | undefined {
    return this.rules && documentOf(this.rules, this.addressKey);
  }

  /** @internal The same for a private API: everything it says, and only through these endpoints and those it names itself. */
  public _through(vpcEndpointIds: string[]): ResourcePolicy {
    return new ResourcePolicy({ ...this.rules, allowedVpcEndpoints: union(vpcEndpointIds, this.rules?.allowedVpcEndpoints) }, true);
  }

  /** @internal Warn about a policy that shuts everybody out of an API that is not private. */
  public _warnOn(publicApi: IConstruct): void {
    if (!isEmpty(this.rules?.allowedVpcEndpoints)) warn(publicApi, 'resource-policy-endpoints-on-public-api', {});
  }
}

function documentOf(rules: ResourcePolicyRules, addressKey: string): PolicyDocument {
  return new PolicyDocument({
    statements: [
      ...allow(rules),
      ...denyIf('StringNotEquals', principalKeys(rules)),
      ...denyIf('NotIpAddress', { [addressKey]: rules.allowedIps }),
      ...denyIf('IpAddress', { [addressKey]: rules.deniedIps }),
      ...denyIf('StringNotEquals', { 'aws:SourceVpce': rules.allowedVpcEndpoints }),
    ],
  });
}

/** Lists by condition key. */
interface Conditions {
  readonly [key: string]: string[] | undefined;
}

function principalKeys({ allowedAccounts, allowedOrganizations }: ResourcePolicyRules): Conditions {
  return { 'aws:PrincipalAccount': allowedAccounts, 'aws:PrincipalOrgID': allowedOrganizations };
}

function allow(rules: ResourcePolicyRules): PolicyStatement[] {
  const named = Object.entries(present(principalKeys(rules)));
  // Whoever has no AWS identity: Cognito users, callers of Lambda authorizers, the public.
  if (named.length === 0) return [statement(Effect.ALLOW, { Null: { 'aws:PrincipalAccount': 'true' } })];
  return named.map(([key, values]) => statement(Effect.ALLOW, {
    StringEquals: { [key]: values },
    // In one's own account this policy would be enough by itself, and everybody there could call without an IAM policy that lets them.
    StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
  }));
}

/** Several keys must all be as the operator says. */
function denyIf(operator: string, conditions: Conditions): PolicyStatement[] {
  const keys = present(conditions);
  return Object.keys(keys).length === 0 ? [] : [statement(Effect.DENY, { [operator]: keys })];
}

function present(conditions: Conditions): Conditions {
  return Object.fromEntries(Object.entries(conditions).filter(([, values]) => !isEmpty(values)));
}

function statement(effect: Effect, conditions: { [operator: string]: unknown }): PolicyStatement {
  return new PolicyStatement({ effect, principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: [EVERY_ROUTE], conditions });
}

/** Both lists as one. A list that is a token as a whole can only be put together at deployment. */
function union(some: string[], more: string[] = []): string[] {
  return Token.isUnresolved(more) ? Fn.split(',', Fn.join(',', [...some, Fn.join(',', more)])) : [...new Set([...some, ...more])];
}

/** An empty list decides nothing. One that is a token as a whole says nothing of its length, and counts as some. */
function isEmpty(list?: string[]): boolean {
  return list === undefined || (!Token.isUnresolved(list) && list.length === 0);
}

/** What is known of a list before deployment. */
function literals(list: string[] = []): string[] {
  return Token.isUnresolved(list) ? [] : list.filter((value) => !Token.isUnresolved(value));
}

function literalRules(rules: ResourcePolicyRules): ResourcePolicyRules {
  return Object.fromEntries(Object.entries(rules).map(([name, list]: [string, string[] | undefined]) => [name, list && literals(list)]));
}

/** A lower bound: only what is known now is counted, as it will be written. */
function checkSize(document: PolicyDocument): void {
  const characters = JSON.stringify(document.toJSON()).replaceAll(Aws.ACCOUNT_ID, '111122223333').length;
  if (characters > MAX_CHARACTERS) refuse('resource-policy-too-large', { given: characters });
}
