import { createHash } from 'node:crypto';
import {
  AuthorizationType, CognitoUserPoolsAuthorizer, IAuthorizer, MethodOptions, RequestAuthorizer, RestApi, TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../core/refuse';
import { Authorization, AuthorizationSpec } from '../security/authorization';

/** AWS: "Authorizers per API". */
const MAX_AUTHORIZERS = 10;

/** The authorizers of one API: one for each way to authorize, shared by the routes that use it. */
export class Authorizers extends Construct {
  private readonly made = new Map<string, IAuthorizer>();

  constructor(scope: Construct, id: string, private readonly restApi: RestApi) {
    super(scope, id);
  }

  /** Refuse one more authorizer than an API can have. */
  public check({ _spec: spec }: Authorization): void {
    if (spec.kind === 'iam' || spec.kind === 'none' || spec.kind === 'authorizer') return;
    const known = this.made.has(identityOf(spec));
    if (!known && this.made.size === MAX_AUTHORIZERS) refuse('too-many-authorizers', { given: this.made.size + 1 }, this);
  }

  /** What the method of a route needs to be authorized this way. */
  public methodOptions(authorization: Authorization): MethodOptions {
    const spec = authorization._spec;
    switch (spec.kind) {
      case 'iam': return { authorizationType: AuthorizationType.IAM };
      case 'none': return { authorizationType: AuthorizationType.NONE };
      case 'cognito': return {
        authorizer: this.authorizer(spec),
        authorizationType: AuthorizationType.COGNITO,
        authorizationScopes: authorization._scopes.length > 0 ? authorization._scopes : undefined,
      };
      default: return { authorizer: this.authorizer(spec) };
    }
  }

  private authorizer(spec: AuthorizerSpec): IAuthorizer {
    if (spec.kind === 'authorizer') return spec.authorizer;
    const key = identityOf(spec);
    const existing = this.made.get(key);
    if (existing) return existing;
    const authorizer = this.make(this.freeId(spec, key), spec);
    this.made.set(key, authorizer);
    // Without this a changed authorizer reaches no deployment, unless the app happens to have the feature flag for it.
    this.restApi.latestDeployment?.addToLogicalId({ authorizer: key, arns: arnsOf(spec) });
    return authorizer;
  }

  private make(id: string, spec: Exclude<AuthorizerSpec, { kind: 'authorizer' }>): IAuthorizer {
    switch (spec.kind) {
      case 'cognito': return new CognitoUserPoolsAuthorizer(this, id, { cognitoUserPools: spec.userPools, resultsCacheTtl: spec.ttl });
      case 'token': return new TokenAuthorizer(this, id, {
        handler: spec.handler, identitySource: spec.identitySource, validationRegex: spec.tokenPattern, resultsCacheTtl: spec.ttl,
      });
      case 'request': return new RequestAuthorizer(this, id, {
        handler: spec.handler, identitySources: spec.identitySources, resultsCacheTtl: spec.ttl,
      });
    }
  }

  /** Named after what it asks, so that adding or reordering routes moves nothing; two of one name are told apart by what they are. */
  private freeId(spec: AuthorizerSpec, key: string): string {
    const id = subjectsOf(spec)[0].node.id;
    return this.node.tryFindChild(id) ? `${id}${createHash('sha256').update(key).digest('hex').slice(0, 8)}` : id;
  }
}

type AuthorizerSpec = Exclude<AuthorizationSpec, { kind: 'iam' } | { kind: 'none' }>;

/** Two authorizations with the same identity are the same authorizer. Paths stand for constructs: ARNs are tokens and say nothing yet. */
function identityOf(spec: AuthorizerSpec): string {
  const subjects = subjectsOf(spec).map((subject) => subject.node.path);
  switch (spec.kind) {
    case 'cognito': return JSON.stringify(['cognito', subjects, spec.ttl.toString()]);
    case 'token': return JSON.stringify(['token', subjects, spec.identitySource, spec.tokenPattern, spec.ttl.toString()]);
    case 'request': return JSON.stringify(['request', subjects, spec.identitySources, spec.ttl.toString()]);
    case 'authorizer': return spec.authorizer.authorizerId;
  }
}

function subjectsOf(spec: AuthorizerSpec): IConstruct[] {
  switch (spec.kind) {
    case 'cognito': return spec.userPools;
    case 'authorizer': return [];
    default: return [spec.handler];
  }
}

function arnsOf(spec: AuthorizerSpec): string[] {
  switch (spec.kind) {
    case 'cognito': return spec.userPools.map((pool) => pool.userPoolArn);
    case 'authorizer': return [];
    default: return [spec.handler.functionArn];
  }
}
