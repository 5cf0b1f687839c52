import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CognitoUserPoolsAuthorizer, IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, WebSocketIamAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { ConnectStack, connectStack, idOf, newApp, PAGE, Wanted } from './connect-stack';
import { findingMessage } from '../../../lib/core/findings';
import { Waiver } from '../../../lib/core/waiver';
import { Authorization } from '../../../lib/security/authorization';
import { ApiTickets } from '../../../lib/security/connect/api-tickets';
import { ConnectToken } from '../../../lib/security/connect/connect-token';
import { ApiEdge } from '../../../lib/security/edge/api-edge';
import { FLAGS, nagFindings } from '../../helpers/apps';
import { newFunction } from '../../helpers/functions';
import { certificateIn, edgeStack } from '../edge/edge-stack';

const FUNCTION = 'AWS::Lambda::Function';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';
const JWT = Authorization.jwt({ issuer: 'https://login.shop.example/', audiences: ['shop', 'office'] });
const OPEN = Authorization.none('the ticker is public');

function tickets(stack: Stack): Authorization {
  return Authorization.ticket(new ApiTickets(stack, 'Tickets'));
}

/** The variables of the function that checks. */
function hasVariables({ template }: ConnectStack, variables: object): void {
  template().hasResourceProperties(FUNCTION, { Environment: { Variables: variables } });
}

function statementsOf({ template, connect }: ConnectStack): object[] {
  const role = template().findResources('AWS::IAM::Role', { Properties: { Policies: Match.anyValue() } })[idOf(connect.node.findChild('HandlerRole'))];
  return role.Properties.Policies[0].PolicyDocument.Statement;
}

function edgeIn(stack: Stack): ApiEdge {
  return edgeStack({}, {}, stack).apiEdge;
}

describe('IAM', () => {
  test('is checked by API Gateway itself', () => {
    const { template, connect } = connectStack(() => ({ authorization: Authorization.iam() }));
    template().hasResourceProperties(ROUTE, { RouteKey: '$connect', AuthorizationType: 'AWS_IAM', AuthorizerId: Match.absent() });
    template().resourceCountIs(AUTHORIZER, 0);
    expect([connect.handler, connect.subprotocolEcho]).toEqual([undefined, undefined]);
  });
});

describe('nobody asked', () => {
  test('makes nothing, and the reason is on the API', () => {
    const { template, connect, webSocketApi } = connectStack(() => ({ authorization: OPEN }));
    template().hasResourceProperties(ROUTE, { AuthorizationType: 'NONE' });
    template().resourceCountIs(AUTHORIZER, 0);
    expect(connect.handler).toBeUndefined();
    expect(Waiver.within(webSocketApi)).toMatchObject([{ control: 'authorization', reason: 'the ticker is public', rules: ['AwsSolutions-APIG4', 'AwsSolutions-COG4'] }]);
  });

  test('from certain pages has a function that asks for the origin only', () => {
    const made = connectStack(() => ({ authorization: OPEN, origins: [PAGE, 'http://localhost:5173'] }));
    made.template().hasResourceProperties(ROUTE, { AuthorizationType: 'CUSTOM' });
    made.template().hasResourceProperties(AUTHORIZER, { AuthorizerType: 'REQUEST', IdentitySource: [] });
    hasVariables(made, { CREDENTIAL: 'none', ALLOWED_ORIGINS: `${PAGE}\nhttp://localhost:5173`, ORIGIN_SECRET_ARN: Match.absent(), REQUIRED: 'ALLOWED_ORIGINS' });
    expect(Waiver.within(made.webSocketApi)).toMatchObject([{ reason: 'the ticker is public', rules: [] }]);
  });

  test('behind CloudFront has a function that asks for its secret, and waits until CloudFront is there', () => {
    const stack = newApp();
    const edge = edgeIn(stack);
    const made = connectStack(() => ({ authorization: OPEN, edge }), stack);
    hasVariables(made, { CREDENTIAL: 'none', ALLOWED_ORIGINS: Match.absent(), ORIGIN_SECRET_ARN: { Ref: idOf(edge.secret!) }, REQUIRED: 'ORIGIN_SECRET_ARN' });
    made.template().hasResource(FUNCTION, {
      Properties: { Environment: { Variables: Match.objectLike({ CREDENTIAL: 'none' }) } },
      DependsOn: Match.arrayWith([idOf(edge.distribution)]),
    });
  });
});

describe('a ticket', () => {
  test('comes in the query, without which API Gateway answers itself', () => {
    const { template } = connectStack((stack) => ({ authorization: tickets(stack) }));
    template().hasResourceProperties(ROUTE, { AuthorizationType: 'CUSTOM', AuthorizerId: Match.anyValue() });
    template().hasResourceProperties(AUTHORIZER, { AuthorizerType: 'REQUEST', IdentitySource: ['route.request.querystring.ticket'] });
  });

  test('is taken out of its table by a function that may do this, write its log and nothing else', () => {
    let table = '';
    const made = connectStack((stack) => {
      const given = new ApiTickets(stack, 'Tickets');
      table = idOf(given.table);
      return { authorization: Authorization.ticket(given) };
    });
    hasVariables(made, { CREDENTIAL: 'ticket', TICKET_TABLE: { Ref: table } });
    expect(statementsOf(made)).toEqual([
      expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
      { Effect: 'Allow', Action: 'dynamodb:DeleteItem', Resource: { 'Fn::GetAtt': [table, 'Arn'] } },
    ]);
  });

  test('behind CloudFront is checked by a function that reads this one secret besides', () => {
    const stack = newApp();
    const edge = edgeIn(stack);
    const made = connectStack(() => ({ authorization: tickets(stack), edge, origins: [PAGE] }), stack);
    expect(statementsOf(made).slice(1)).toEqual([
      expect.objectContaining({ Action: 'dynamodb:DeleteItem' }),
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: idOf(edge.secret!) } },
    ]);
  });

  test('needs nothing that names a subprotocol', () => {
    expect(connectStack((stack) => ({ authorization: tickets(stack) })).connect.subprotocolEcho).toBeUndefined();
  });
});

describe('a JSON web token', () => {
  test('comes after the subprotocol "bearer", unless it is said otherwise', () => {
    const made = connectStack(() => ({ authorization: JWT }));
    hasVariables(made, {
      CREDENTIAL: 'token',
      TOKEN_PLACE: 'subprotocol',
      TOKEN_NAME: 'bearer',
      TOKEN_ISSUER: 'https://login.shop.example/',
      TOKEN_AUDIENCES: 'shop\noffice',
      TOKEN_SCOPES: Match.absent(),
      TOKEN_ISSUER_ENDPOINT: Match.absent(),
      ALLOWED_ORIGINS: Match.absent(),
      REQUIRED: Match.absent(),
    });
    made.template().hasResourceProperties(AUTHORIZER, { IdentitySource: [] });
    expect(statementsOf(made)).toHaveLength(1);
  });

  test('in the subprotocol has a function behind $connect that names it', () => {
    const made = connectStack(() => ({ authorization: JWT, token: ConnectToken.subprotocol('shop.token') }));
    hasVariables(made, { SUBPROTOCOL: 'shop.token' });
    expect(made.connect.subprotocolEcho).toBeDefined();
  });

  test('in the subprotocol has none where somebody else names it', () => {
    const made = connectStack(() => ({ authorization: JWT, echoSubprotocol: false }));
    expect(made.connect.subprotocolEcho).toBeUndefined();
    expect(Object.keys(made.template().findResources(FUNCTION)).filter((id) => id.includes('Echo'))).toEqual([]);
  });

  test('in the query has none, and API Gateway answers itself when it is missing', () => {
    const made = connectStack(() => ({ authorization: JWT, token: ConnectToken.query('access') }));
    hasVariables(made, { TOKEN_PLACE: 'query', TOKEN_NAME: 'access' });
    made.template().hasResourceProperties(AUTHORIZER, { IdentitySource: ['route.request.querystring.access'] });
    expect(made.connect.subprotocolEcho).toBeUndefined();
  });

  test('with scopes is checked by a function that cannot forget them', () => {
    hasVariables(connectStack(() => ({ authorization: JWT.withScopes('chat/read', 'chat/write') })), { CREDENTIAL: 'scoped-token', TOKEN_SCOPES: 'chat/read\nchat/write' });
  });

  test('of Cognito is one of the pool, for its app clients', () => {
    const stack = newApp();
    const userPool = new UserPool(stack, 'Users');
    const client = userPool.addClient('App');
    hasVariables(connectStack(() => ({ authorization: Authorization.cognito([userPool], { clients: [client] }) }), stack), {
      TOKEN_ISSUER: { 'Fn::Join': ['', ['https://cognito-idp.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: idOf(userPool) }]] },
      TOKEN_AUDIENCES: { Ref: idOf(client) },
    });
  });

  test('has audiences, origins and names that are known at deployment only', () => {
    const made = connectStack(() => ({
      authorization: Authorization.jwt({ issuer: Token.asString({ Ref: 'Issuer' }), audiences: Token.asList({ Ref: 'Audiences' }) }),
      token: ConnectToken.subprotocol(Token.asString({ Ref: 'Subprotocol' })),
      origins: [Token.asString({ Ref: 'Page' }), PAGE],
    }));
    hasVariables(made, {
      TOKEN_ISSUER: { Ref: 'Issuer' },
      TOKEN_AUDIENCES: { 'Fn::Join': ['\n', { Ref: 'Audiences' }] },
      TOKEN_NAME: { Ref: 'Subprotocol' },
      ALLOWED_ORIGINS: { 'Fn::Join': ['\n', [{ Ref: 'Page' }, PAGE]] },
    });
    expect(() => connectStack(() => ({ authorization: OPEN, origins: Token.asList({ Ref: 'Pages' }) })).template()).not.toThrow();
  });
});

describe('a function of yours', () => {
  test('is asked with identity sources as WebSocket APIs spell them', () => {
    const { template, connect } = connectStack((stack) => ({
      authorization: Authorization.lambdaRequest(newFunction(stack, 'Check'), {
        identitySources: [
          IdentitySource.header('Sec-WebSocket-Protocol'), IdentitySource.queryString('room'), IdentitySource.stageVariable('colour'),
          IdentitySource.context('identity.sourceIp'),
        ],
      }),
    }));
    template().hasResourceProperties(AUTHORIZER, {
      IdentitySource: ['route.request.header.Sec-WebSocket-Protocol', 'route.request.querystring.room', 'stageVariables.colour', 'context.identity.sourceIp'],
    });
    expect(connect.handler).toBeUndefined();
  });

  test('that waits for a header no page can send is warned of', () => {
    const { stack, template } = connectStack((scope) => ({ authorization: Authorization.lambdaRequest(newFunction(scope, 'Check')) }));
    template();
    Annotations.fromStack(stack).hasWarning('/Shop/Connect', Match.stringLikeRegexp('connect-header-not-from-browsers.*"Authorization"'));
  });

  test.each([[[]], [[IdentitySource.header('Cookie')]], [[IdentitySource.header('sec-websocket-protocol')]], [[Token.asString({ Ref: 'Source' })]]])(
    'that waits for %j is not', (identitySources) => {
      const { stack, template } = connectStack((scope) => ({
        authorization: Authorization.lambdaRequest(newFunction(scope, 'Check'), { identitySources, ttl: Duration.seconds(0) }),
      }));
      template();
      Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
    });

  test('in an authorizer of yours is used as it is', () => {
    const authorizer = new WebSocketIamAuthorizer();
    expect(connectStack(() => ({ authorization: Authorization.webSocketAuthorizer(authorizer) })).connect.authorizer).toBe(authorizer);
  });
});

describe('what is made', () => {
  test('is called by the authorizers of this API and by nobody else', () => {
    const { template, connect, webSocketApi } = connectStack((stack) => ({ authorization: tickets(stack) }));
    template().hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [idOf(connect.handler!), 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':execute-api:us-east-1:111122223333:', { Ref: idOf(webSocketApi) }, '/authorizers/', Match.anyValue(),
        ]],
      },
    });
  });

  test('is small, current and traced, and answers before API Gateway gives up', () => {
    connectStack(() => ({ authorization: JWT })).template().allResourcesProperties(FUNCTION, {
      Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 256, Timeout: 10, TracingConfig: { Mode: 'Active' },
    });
  });

  test('has logical ids that are a promise', () => {
    const { connect, webSocketApi } = connectStack(() => ({ authorization: JWT }));
    const made = [connect.handler!, connect.subprotocolEcho!, webSocketApi.node.findChild('ConnectAuthorizer'), connect.node.findChild('Permission')];
    expect(made.map((construct) => idOf(construct).replace(/[0-9A-F]{8}$/, '#')))
      .toEqual(['ConnectHandler#', 'ConnectSubprotocolEcho#', 'ApiConnectAuthorizer#', 'ConnectPermission#']);
  });

  test('says on the API how it is guarded', () => {
    const { webSocketApi } = connectStack((stack) => ({ authorization: tickets(stack) }));
    expect(webSocketApi.node.metadata.map(({ data }) => data)).toContainEqual({ guard: 'authorization', state: 'on', detail: 'ticket' });
  });
});

describe('what cannot be together is refused, and nothing is made', () => {
  const own = (stack: Stack) => Authorization.lambdaRequest(newFunction(stack, 'Check'));
  const made = () => Authorization.webSocketAuthorizer(new WebSocketIamAuthorizer());

  function refusalOf(wanted: (stack: Stack) => Wanted): string {
    const stack = newApp();
    try {
      connectStack(wanted, stack);
    } catch (error) {
      expect(stack.node.tryFindChild('Connect')?.node.children ?? []).toEqual([]);
      return error instanceof Error ? error.message : '';
    }
    return 'it is not refused';
  }

  test.each<[string, (stack: Stack) => Authorization]>([
    ['IAM', () => Authorization.iam()], ['Lambda request', own], ['custom', made],
  ])('%s and origins, which nobody would look at', (given, authorization) => {
    expect(refusalOf((stack) => ({ authorization: authorization(stack), origins: [PAGE] })))
      .toContain(findingMessage('connect-origins-not-checkable', { given }));
  });

  test.each<[string, (stack: Stack) => Authorization]>([
    ['IAM', () => Authorization.iam()], ['Lambda request', own], ['custom', made],
  ])('%s and CloudFront', (given, authorization) => {
    expect(refusalOf((stack) => ({ authorization: authorization(stack), edge: edgeIn(stack) })))
      .toContain(findingMessage('connect-edge-not-guardable', { given }));
  });

  test.each<[string, (stack: Stack) => Authorization]>([
    ['IAM', () => Authorization.iam()], ['none', () => OPEN], ['ticket', tickets], ['Lambda request', own], ['custom', made],
  ])('%s and a place for tokens', (given, authorization) => {
    expect(refusalOf((stack) => ({ authorization: authorization(stack), token: ConnectToken.query() })))
      .toContain(findingMessage('connect-token-without-tokens', { given }));
  });

  test('CloudFront with a client certificate, which no WebSocket API asks for', () => {
    expect(refusalOf((stack) => {
      const { apiEdge } = edgeStack({ clientCertificate: certificateIn(stack, 'us-east-1', 'Client') }, { mutualTls: true }, stack);
      return { authorization: OPEN, edge: apiEdge };
    })).toContain('connect-edge-mutual-tls');
  });

  test.each<[string, (stack: Stack) => Authorization, RegExp]>([
    ['Lambda token', (stack) => Authorization.lambdaToken(newFunction(stack, 'Check')), /Authorization\.lambdaRequest/],
    ['Lambda yes-or-no', (stack) => Authorization.lambdaSimple(newFunction(stack, 'Check')), /answer with a policy/],
    ['custom', (stack) => Authorization.authorizer(new CognitoUserPoolsAuthorizer(stack, 'Own', { cognitoUserPools: [new UserPool(stack, 'Users')] })), /webSocketAuthorizer/],
    ['custom', () => Authorization.httpAuthorizer(new HttpIamAuthorizer()), /webSocketAuthorizer/],
  ])('%s authorization, which WebSocket APIs do not have', (given, authorization, advice) => {
    const refusal = refusalOf((stack) => ({ authorization: authorization(stack) }));
    expect(refusal).toMatch(new RegExp(`authorization-not-on-websocket-api: .*${given} authorization`));
    expect(refusal).toMatch(advice);
  });

  test('Cognito with two pools, or without app clients', () => {
    const pools = (stack: Stack) => [new UserPool(stack, 'One'), new UserPool(stack, 'Two')];
    expect(refusalOf((stack) => ({ authorization: Authorization.cognito(pools(stack), { clients: [pools(new Stack(stack, 'Other'))[0].addClient('App')] }) })))
      .toContain('jwt-one-user-pool');
    expect(refusalOf((stack) => ({ authorization: Authorization.cognito([pools(stack)[0]]) }))).toContain('jwt-without-audience');
  });

  test.each(['shop.example', 'https://shop.example/', 'https://shop.example/chat', 'https://Shop.example', 'https://shop.example:443', 'wss://shop.example', 'https://*.shop.example', '*', 'null', ''])(
    'the origin "%s"', (given) => {
      expect(refusalOf(() => ({ authorization: OPEN, origins: [PAGE, given] }))).toContain(findingMessage('connect-origin-malformed', { given }));
    });

  test('an empty list of origins, and one that is too long', () => {
    expect(refusalOf(() => ({ authorization: OPEN, origins: [] }))).toContain('connect-origins-empty');
    const pages = (count: number) => Array.from({ length: count }, (_, index) => `https://page-${String(index).padStart(6, '0')}.shop.example`);
    expect(refusalOf(() => ({ authorization: OPEN, origins: pages(70) }))).toContain('connect-origins-too-long');
    expect(refusalOf(() => ({ authorization: OPEN, origins: pages(60) }))).toBe('it is not refused');
  });
});

describe.each(FLAGS)('cdk-nag %s', (_, props) => {
  test.each<[string, (stack: Stack) => Wanted]>([
    ['tickets behind CloudFront', (stack) => ({ authorization: tickets(stack), edge: edgeIn(stack), origins: [PAGE] })],
    ['tokens', () => ({ authorization: JWT })],
    ['certain pages', () => ({ authorization: OPEN, origins: [PAGE] })],
    ['nobody asked', () => ({ authorization: OPEN })],
    ['IAM', () => ({ authorization: Authorization.iam() })],
  ])('finds nothing wrong with %s', (__, wanted) => {
    const { stack } = connectStack(wanted, newApp(props));
    expect(nagFindings(stack).filter((finding) => !finding.includes('Shop/Handler'))).toEqual([]);
  });
});

test('the authorizer of one API is refused by the route of another', () => {
  const { stack, connect } = connectStack((scope) => ({ authorization: tickets(scope) }));
  const other = new WebSocketApi(stack, 'Other');
  const connectTo = () => other.addRoute('$connect', { authorizer: connect.authorizer, integration: new WebSocketMockIntegration('Connected') });
  expect(connectTo).toThrow(/connect-authorizer-of-another-api: .*at Shop\/Api was given/);
});

test('an authorizer of a WebSocket API cannot be shared with another API, and the AWS CDK says so', () => {
  const stack = newApp();
  const authorizer = new WebSocketLambdaAuthorizer('Own', newFunction(stack, 'Check'));
  connectStack(() => ({ authorization: Authorization.webSocketAuthorizer(authorizer) }), stack);
  expect(() => connectStack(() => ({ authorization: Authorization.webSocketAuthorizer(authorizer) }), new Stack(stack, 'Other'))).toThrow(/multiple Apis/);
});
