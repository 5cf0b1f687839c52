import { CfnAuthorizer, IAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Construct, IConstruct } from 'constructs';
import { givenNames } from './lambda-function';
import { AuthorizationSpec } from '../security/authorization';

/** Every way to authorize that needs an authorizer and that a REST API has. */
export type AuthorizerSpec = Extract<AuthorizationSpec, { kind: 'cognito' | 'token' | 'request' | 'authorizer' }>;
/** Those whose authorizer we make. */
export type NewAuthorizerSpec = Exclude<AuthorizerSpec, { kind: 'authorizer' }>;

/** Two authorizations with the same identity are the same authorizer. Paths stand for constructs: ARNs are tokens and say nothing yet. */
export function identityOf(spec: AuthorizerSpec): unknown[] {
  switch (spec.kind) {
    case 'cognito': return ['cognito', pathsOf(spec.userPools), spec.ttl.toString()];
    case 'token': return ['token', pathsOf([spec.handler]), spec.identitySource, spec.tokenPattern, spec.ttl.toString()];
    case 'request': return ['request', pathsOf([spec.handler]), spec.identitySources, spec.ttl.toString()];
    case 'authorizer': return ['authorizer', spec.authorizer.authorizerId];
  }
}

/** The construct an authorizer is named after: what it asks. */
export function subjectOf(spec: NewAuthorizerSpec): IConstruct {
  return spec.kind === 'cognito' ? spec.userPools[0] : spec.handler;
}

/** Everything that makes it another authorizer, for the logical id of the deployment. Read late: an L1 can be changed until synthesis. */
export function contentOf(spec: AuthorizerSpec): unknown {
  switch (spec.kind) {
    case 'cognito': return [identityOf(spec), spec.userPools.map((pool) => pool.userPoolArn)];
    case 'authorizer': return propertiesOf(spec.authorizer);
    default: return [identityOf(spec), spec.handler.functionArn, givenNames(spec.handler)];
  }
}

function pathsOf(constructs: IConstruct[]): string[] {
  return constructs.map(({ node }) => node.path);
}

/** Not its name and not the API it belongs to: they change nothing for callers. */
function propertiesOf(authorizer: IAuthorizer): unknown {
  const resource = Construct.isConstruct(authorizer) ? authorizer.node.defaultChild : undefined;
  if (!(resource instanceof CfnAuthorizer)) return authorizer.authorizerId;
  const { type, identitySource, identityValidationExpression, providerArns } = resource;
  const { authorizerUri, authorizerCredentials, authorizerResultTtlInSeconds } = resource;
  return [type, identitySource, identityValidationExpression, providerArns, authorizerUri, authorizerCredentials, authorizerResultTtlInSeconds];
}
