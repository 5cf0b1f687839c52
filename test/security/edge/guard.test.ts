import { App, CfnElement, Duration, Stack, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { CognitoUserPoolsAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { IUserPool, IUserPoolClient, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { certificateIn, edgeStack, stackIn } from './edge-stack';
import { findingMessage } from '../../../lib/core/findings';
import { Waiver } from '../../../lib/core/waiver';
import { Authorization, AuthorizationSpec } from '../../../lib/security/authorization';
import { FLAGS, nagFindings } from '../../helpers/apps';

const FUNCTION = 'AWS::Lambda::Function';
const JWT = { issuer: 'https://login.shop.example/', audiences: ['shop', 'office'] };
const OPEN = Authorization.none('the catalogue is public');

type Simple = Extract<AuthorizationSpec, { kind: 'simple' }>;

function simple(authorization: Authorization): Simple {
  const { _spec: spec } = authorization;
  if (spec.kind !== 'simple') throw new TypeError(spec.kind);
  return spec;
}

function idOf(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);
}

function pool(scope: Construct, id = 'Users'): { userPool: IUserPool; client: IUserPoolClient } {
  const userPool = new UserPool(scope, id);
  return { userPool, client: userPool.addClient('App') };
}

function handlerIn(scope: Construct): LambdaFunction {
  return LambdaFunction.fromFunctionArn(scope, 'Own', 'arn:aws:lambda:us-east-1:111122223333:function:own') as LambdaFunction;
}

describe('the guard of an open route', () => {
  test('asks for the secret header only, and its answers are kept by it', () => {
    const { apiEdge, template } = edgeStack();
    const { identitySources, ttl } = simple(apiEdge.guard(OPEN));
    expect(identitySources).toEqual(['method.request.header.x-origin-verify']);
    expect(ttl.toSeconds()).toBe(300);
    template().hasResourceProperties(FUNCTION, {
      Environment: { Variables: { CALLERS: 'anyone', ORIGIN_SECRET_ARN: { Ref: idOf(apiEdge.secret!) }, TOKEN_ISSUER: Match.absent() } },
    });
  });

  test('keeps the reasons why it is open, each once', () => {
    const { apiEdge } = edgeStack();
    for (const reason of ['the catalogue is public', 'health check', 'health check']) apiEdge.guard(Authorization.none(reason));
    expect(Waiver.within(apiEdge).filter(({ control }) => control === 'authorization').map(({ reason }) => reason))
      .toEqual(['the catalogue is public', 'health check']);
  });
});

describe('the guard of a route with JSON web tokens', () => {
  test('asks for the header and the token, and its function knows the terms', () => {
    const { apiEdge, template } = edgeStack();
    const { identitySources } = simple(apiEdge.guard(Authorization.jwt({ ...JWT, scopes: ['orders/read', 'orders/write'] })));
    expect(identitySources).toEqual(['method.request.header.x-origin-verify', 'method.request.header.Authorization']);
    template().hasResourceProperties(FUNCTION, {
      Environment: {
        Variables: {
          CALLERS: 'scoped-bearers',
          TOKEN_ISSUER: 'https://login.shop.example/',
          TOKEN_AUDIENCES: 'shop\noffice',
          TOKEN_SCOPES: 'orders/read\norders/write',
          TOKEN_ISSUER_ENDPOINT: Match.absent(),
        },
      },
    });
  });

  test('asks for no scopes when there are none', () => {
    const { apiEdge, template } = edgeStack();
    apiEdge.guard(Authorization.jwt(JWT));
    template().hasResourceProperties(FUNCTION, { Environment: { Variables: { TOKEN_SCOPES: Match.absent() } } });
  });

  test('has audiences that are known at deployment only, one by one or as a list', () => {
    const { apiEdge, template } = edgeStack();
    apiEdge.guard(Authorization.jwt({ ...JWT, audiences: ['shop', Token.asString({ Ref: 'Client' })] }));
    apiEdge.guard(Authorization.jwt({ ...JWT, audiences: Token.asList({ Ref: 'Clients' }) }));
    for (const audiences of [{ 'Fn::Join': ['\n', ['shop', { Ref: 'Client' }]] }, { 'Fn::Join': ['\n', { Ref: 'Clients' }] }]) {
      template().hasResourceProperties(FUNCTION, { Environment: { Variables: Match.objectLike({ TOKEN_AUDIENCES: audiences }) } });
    }
  });

  test('keeps answers for as long as the edge says', () => {
    const { apiEdge } = edgeStack({ answerTtl: Duration.seconds(0) });
    expect(simple(apiEdge.guard(Authorization.jwt(JWT))).ttl.toSeconds()).toBe(0);
  });
});

describe('the guard of a route with Cognito', () => {
  test('knows the issuer and the app clients, and keeps answers for as long as the authorization says', () => {
    const stack = stackIn('us-east-1');
    const { userPool, client } = pool(stack);
    const { apiEdge, template } = edgeStack({}, {}, stack);
    const { ttl } = simple(apiEdge.guard(Authorization.cognito([userPool], { clients: [client], ttl: Duration.minutes(1), scopes: ['orders/read'] })));
    expect(ttl.toSeconds()).toBe(60);
    template().hasResourceProperties(FUNCTION, {
      Environment: {
        Variables: {
          TOKEN_ISSUER: { 'Fn::Join': ['', ['https://cognito-idp.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: idOf(userPool) }]] },
          TOKEN_AUDIENCES: { Ref: idOf(client) },
          TOKEN_SCOPES: 'orders/read',
        },
      },
    });
  });

  test('keeps answers for as long as the edge says when the authorization says nothing', () => {
    const { stack, apiEdge } = edgeStack({ answerTtl: Duration.seconds(0) });
    const { userPool, client } = pool(stack);
    expect(simple(apiEdge.guard(Authorization.cognito([userPool], { clients: [client] }))).ttl.toSeconds()).toBe(0);
  });

  test('names the region of a pool that is elsewhere', () => {
    const { stack, apiEdge, template } = edgeStack();
    const userPool = UserPool.fromUserPoolArn(stack, 'Users', 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abc');
    apiEdge.guard(Authorization.cognito([userPool], { clients: [pool(stack, 'Other').client] }));
    template().hasResourceProperties(FUNCTION, {
      Environment: { Variables: Match.objectLike({ TOKEN_ISSUER: { 'Fn::Join': ['', ['https://cognito-idp.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/eu-west-1_abc']] } }) },
    });
  });

  test('takes one pool', () => {
    const { stack, apiEdge } = edgeStack();
    const one = pool(stack, 'One');
    expect(() => apiEdge.guard(Authorization.cognito([one.userPool, pool(stack, 'Two').userPool], { clients: [one.client] })))
      .toThrow(findingMessage('jwt-one-user-pool', { given: 2 }));
  });

  test('must know the app clients', () => {
    const { stack, apiEdge } = edgeStack();
    expect(() => apiEdge.guard(Authorization.cognito([pool(stack).userPool]))).toThrow(findingMessage('jwt-without-audience', {}));
  });
});

describe('functions', () => {
  test('are shared by the same terms, and differ where the terms do', () => {
    const { apiEdge, template } = edgeStack();
    const [one, same, others, scopes, open] = [
      Authorization.jwt(JWT), Authorization.jwt({ ...JWT }), Authorization.jwt({ ...JWT, audiences: ['shop'] }),
      Authorization.jwt(JWT).withScopes('orders/read'), OPEN,
    ].map((authorization) => simple(apiEdge.guard(authorization)).handler);
    expect(same).toBe(one);
    expect(new Set([one, others, scopes, open]).size).toBe(4);
    template().resourceCountIs(FUNCTION, 4);
    template().resourceCountIs('AWS::IAM::Role', 1);
  });

  test('have names that depend on their terms only', () => {
    const named = (...authorizations: Authorization[]) => {
      const { apiEdge } = edgeStack();
      return authorizations.map((authorization) => idOf(simple(apiEdge.guard(authorization)).handler));
    };
    const [one, other] = [Authorization.jwt(JWT), Authorization.jwt({ ...JWT, audiences: [Token.asString({ Ref: 'Client' })] })];
    Token.asString({ Ref: 'AnotherTokenBefore' });
    const again = Authorization.jwt({ ...JWT, audiences: [Token.asString({ Ref: 'Client' })] });
    expect(named(one, other)).toEqual(named(again, one).reverse());
  });

  test('keep the pools of different stacks apart, also when they are called the same there', () => {
    const stack = stackIn('us-east-1');
    const { apiEdge, template } = edgeStack({}, {}, stack);
    const [one, other] = ['Customers', 'Staff'].map((id) => pool(new Stack(stack.node.root as App, id, { env: stack }))).map(({ userPool, client }) => (
      idOf(simple(apiEdge.guard(Authorization.cognito([userPool], { clients: [client] }))).handler)
    ));
    expect(one).not.toEqual(other);
    template().resourceCountIs(FUNCTION, 2);
  });

  test('are small, current and traced, and answer before API Gateway gives up', () => {
    const { apiEdge, template } = edgeStack();
    apiEdge.guard(OPEN);
    template().hasResourceProperties(FUNCTION, {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 10,
      TracingConfig: { Mode: 'Active' },
      ReservedConcurrentExecutions: Match.absent(),
    });
    template().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('may read this one secret, write their log and trace', () => {
    const { apiEdge, template } = edgeStack();
    apiEdge.guard(OPEN);
    template().hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      Policies: [{
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: idOf(apiEdge.secret!) } },
          ],
        },
      }],
    });
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' }] },
    });
  });

  test('are not made until a route is guarded', () => {
    edgeStack().template().resourceCountIs(FUNCTION, 0);
  });
});

describe('what cannot be checked beside the header', () => {
  test.each<[string, (scope: Construct) => Authorization]>([
    ['IAM', () => Authorization.iam()],
    ['Lambda token', (scope) => Authorization.lambdaToken(handlerIn(scope))],
    ['Lambda request', (scope) => Authorization.lambdaRequest(handlerIn(scope))],
    ['Lambda yes-or-no', (scope) => Authorization.lambdaSimple(handlerIn(scope))],
    ['custom', (scope) => Authorization.authorizer(new CognitoUserPoolsAuthorizer(scope, 'Authorizer', { cognitoUserPools: [pool(scope).userPool] }))],
    ['custom', () => Authorization.httpAuthorizer(new HttpIamAuthorizer())],
  ])('is refused: %s', (given, make) => {
    const { stack, apiEdge } = edgeStack();
    expect(() => apiEdge.guard(make(stack))).toThrow(findingMessage('edge-authorization-not-guardable', { given }));
    expect(apiEdge.node.tryFindChild('Guards')).toBeUndefined();
  });

  test('works with mutual TLS, where nothing has to be checked', () => {
    const stack = stackIn('us-east-1');
    const { apiEdge } = edgeStack({ clientCertificate: certificateIn(stack, 'us-east-1', 'Client') }, { mutualTls: true }, stack);
    for (const authorization of [Authorization.iam(), OPEN, Authorization.jwt(JWT), Authorization.lambdaSimple(handlerIn(stack))]) {
      expect(apiEdge.guard(authorization)).toBe(authorization);
    }
  });
});

describe.each(FLAGS)('cdk-nag %s', (_, props) => {
  test('finds nothing wrong with guards, and what is acknowledged has its reason', () => {
    const { stack, apiEdge } = edgeStack({}, {}, stackIn('us-east-1', props));
    apiEdge.guard(OPEN);
    apiEdge.guard(Authorization.jwt(JWT));
    expect(nagFindings(stack)).toEqual([]);
    expect(Waiver.within(apiEdge).flatMap(({ rules }) => rules)).toEqual(expect.arrayContaining(['Serverless-LambdaDLQ', 'AwsSolutions-IAM5[Resource::*]']));
  });
});
