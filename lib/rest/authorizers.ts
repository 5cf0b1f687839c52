import { createHash } from 'node:crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType, CognitoUserPoolsAuthorizer, IAuthorizer, LambdaAuthorizerProps, MethodOptions, RequestAuthorizer, RestApi, TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AuthorizerSpec, contentOf, identityOf, NewAuthorizerSpec, subjectOf } from './authorizer-identity';
import { restSpec } from './rest-authorization';
import { refuse } from '../core/refuse';
import { Authorization } from '../security/authorization';

/** AWS: "Authorizers per API". */
const MAX_AUTHORIZERS = 10;

/** Which API they are of. */
export interface AuthorizersProps {
  readonly restApi: RestApi;
  /** What stands for a function where it is called: itself, or a version of it. */
  readonly released: (handler: IFunction) => IFunction;
}

/** The authorizers of one API: one for each way to authorize, shared by the routes that use it. */
export class Authorizers extends Construct {
  private readonly known = new Map<string, IAuthorizer>();

  constructor(scope: Construct, id: string, private readonly props: AuthorizersProps) {
    super(scope, id);
  }

  /** Refuse what a REST API does not have, and one more authorizer than it can have. */
  public check(authorization: Authorization): void {
    const spec = restSpec(authorization);
    if (spec.kind === 'iam' || spec.kind === 'none' || this.known.has(this.keyOf(spec))) return;
    if (this.known.size === MAX_AUTHORIZERS) refuse('too-many-authorizers', { given: this.known.size + 1 }, this);
  }

  /** What the method of a route needs to be authorized this way. */
  public methodOptions(authorization: Authorization): MethodOptions {
    const [spec, scopes] = [restSpec(authorization), authorization._scopes];
    if (spec.kind === 'iam') return { authorizationType: AuthorizationType.IAM };
    if (spec.kind === 'none') return { authorizationType: AuthorizationType.NONE };
    const authorizer = this.authorizer(spec);
    return {
      authorizer,
      // A method whose authorizer does not say its type would be open to everybody.
      authorizationType: authorizer.authorizationType ?? AuthorizationType.CUSTOM,
      authorizationScopes: scopes.length > 0 ? scopes : undefined,
    };
  }

  private authorizer(spec: AuthorizerSpec): IAuthorizer {
    const key = this.keyOf(spec);
    const existing = this.known.get(key);
    if (existing) return existing;
    const authorizer = spec.kind === 'authorizer' ? spec.authorizer : this.make(`${subjectOf(spec).node.id}${digest(key)}`, spec);
    this.known.set(key, authorizer);
    // Without this a changed authorizer reaches no deployment, unless the app happens to have the feature flag for it.
    this.props.restApi.latestDeployment?.addToLogicalId({ authorizer: Lazy.any({ produce: () => contentOf(this.releasedIn(spec)) }) });
    return authorizer;
  }

  /** Named after what it asks and how: adding, removing and reordering routes moves no authorizer. */
  private make(id: string, spec: NewAuthorizerSpec): IAuthorizer {
    switch (spec.kind) {
      case 'cognito': return new CognitoUserPoolsAuthorizer(this, id, { cognitoUserPools: spec.userPools, resultsCacheTtl: spec.ttl });
      case 'token': return this.permitted(spec, id, new TokenAuthorizer(this, id, {
        ...this.lambdaProps(spec, id), identitySource: spec.identitySource, validationRegex: spec.tokenPattern,
      }));
      case 'request': return this.permitted(spec, id, new RequestAuthorizer(this, id, {
        ...this.lambdaProps(spec, id), identitySources: spec.identitySources,
      }));
    }
  }

  /** The L2 would write its permission beside the function, which in another stack makes a cycle: it gets one that takes none. */
  private lambdaProps({ handler, ttl }: LambdaSpec, id: string): LambdaAuthorizerProps {
    const { functionArn } = this.props.released(handler);
    return { handler: LambdaFunction.fromFunctionAttributes(this, `${id}Handler`, { functionArn, skipPermissions: true }), resultsCacheTtl: ttl };
  }

  private permitted({ handler }: LambdaSpec, id: string, authorizer: RequestAuthorizer | TokenAuthorizer): IAuthorizer {
    this.props.released(handler).addPermission(`${id}Permission`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'), scope: this, sourceArn: authorizer.authorizerArn,
    });
    return authorizer;
  }

  private releasedIn(spec: AuthorizerSpec): AuthorizerSpec {
    return 'handler' in spec ? { ...spec, handler: this.props.released(spec.handler) } : spec;
  }

  /** Resolved, because the text of a token tells how many tokens were made before it and nothing else. */
  private keyOf(spec: AuthorizerSpec): string {
    return JSON.stringify(Stack.of(this).resolve(identityOf(spec)));
  }
}

type LambdaSpec = Extract<AuthorizerSpec, { kind: 'request' | 'token' }>;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
