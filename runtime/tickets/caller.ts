import type { Claims } from '../shared/claims';

/** What API Gateway says about who calls, as far as we look at it. Each kind of API and of authorizer says it in a place of its own. */
export interface TicketEvent {
  readonly requestContext?: {
    readonly requestId?: string;
    readonly authorizer?: Authorizer | null;
    /** REST APIs, and HTTP APIs with payload format 1.0: callers with IAM. */
    readonly identity?: { readonly userArn?: string | null; readonly cognitoIdentityId?: string | null } | null;
  };
}

type Authorizer = Readonly<Record<string, unknown>>;

/** What authorizers of REST APIs add to the context of the function. */
const NOT_CLAIMS = ['principalId', 'integrationLatency'];

/**
 * What is known of the caller, or nothing: then nobody vouches for it. Only what API Gateway itself wrote is looked at, nothing the caller sent.
 */
export function claimsOf({ requestContext = {} }: TicketEvent): Claims | undefined {
  const { authorizer, identity } = requestContext;
  return (authorizer ? ofAuthorizer(authorizer) : undefined) ?? ofIam(identity?.userArn, identity?.cognitoIdentityId);
}

function ofAuthorizer(authorizer: Authorizer): Claims | undefined {
  const { jwt, claims, lambda, iam, principalId } = authorizer;
  if (isFilled(jwt)) return isFilled(jwt.claims) ? jwt.claims : undefined; // HTTP API, JWT
  if (isFilled(claims)) return claims; // REST API, Cognito; HTTP API with payload format 1.0, JWT
  if (isFilled(iam)) return ofIam(iam.userArn, isFilled(iam.cognitoIdentity) ? iam.cognitoIdentity.identityId : undefined); // HTTP API, IAM
  if (isFilled(lambda)) return isFilled(lambda.claims) ? lambda.claims : ofContext(lambda, principalId); // HTTP API, behind CloudFront, or a function
  return typeof principalId === 'string' ? ofContext(authorizer, principalId) : undefined; // REST API, or payload format 1.0, a function
}

/** Everybody of an identity pool has the same role and session name: only the identity tells them apart. */
function ofIam(userArn: unknown, identityId: unknown): Claims | undefined {
  if (typeof userArn !== 'string' || userArn === '') return undefined;
  return typeof identityId === 'string' && identityId !== '' ? { sub: identityId, userArn } : { sub: userArn, userArn };
}

function ofContext(context: Authorizer, principalId: unknown): Claims {
  const said = Object.entries(context).filter(([name]) => !NOT_CLAIMS.includes(name));
  return { ...typeof principalId === 'string' && { sub: principalId }, ...Object.fromEntries(said) };
}

function isFilled(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
