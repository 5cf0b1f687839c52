import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IdentitySource, TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const BACKEND = Backend.http('https://orders.example.com');
const TOKENS = { issuer: 'https://login.example.com/', audiences: ['orders'] };

function routesWith(...authorizations: Authorization[]): Template {
  const stack = newStack();
  const api = new SecureHttpApi(stack, 'Orders');
  authorizations.forEach((authorization, index) => api.addRoute(`GET /orders/${index}`, BACKEND, { authorization }));
  return Template.fromStack(stack);
}

test('a route that says nothing asks for IAM', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders').addRoute('GET /orders', BACKEND);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /orders', AuthorizationType: 'AWS_IAM' });
});

test('JSON web tokens are checked by issuer, audience and scopes', () => {
  const template = routesWith(Authorization.jwt({ ...TOKENS, scopes: ['orders/read'] }));
  template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://login.example.com/', Audience: ['orders'] },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
    AuthorizationType: 'JWT', AuthorizationScopes: ['orders/read'], AuthorizerId: Match.anyValue(),
  });
});

test('one authorizer serves routes with different scopes', () => {
  const tokens = Authorization.jwt(TOKENS);
  const template = routesWith(tokens.withScopes('orders/read'), tokens.withScopes('orders/write'));
  template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 1);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /orders/1', AuthorizationScopes: ['orders/write'] });
});

test('users of a Cognito pool are told by its issuer and its clients, and no client is made behind their back', () => {
  const stack = newStack();
  const pool = new UserPool(stack, 'Users');
  const authorization = Authorization.cognito([pool], { clients: [pool.addClient('Web')] });
  new SecureHttpApi(stack, 'Orders', { authorization }).addRoute('GET /orders', BACKEND);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Cognito::UserPoolClient', 1);
  template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    JwtConfiguration: {
      Audience: [{ Ref: Match.stringLikeRegexp('^UsersWeb') }],
      Issuer: { 'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: Match.stringLikeRegexp('^Users') }]] },
    },
  });
});

test('a function that answers with a policy gets the event of REST APIs', () => {
  const stack = newStack();
  const authorization = Authorization.lambdaRequest(newFunction(stack), {
    identitySources: [IdentitySource.header('X-Key'), IdentitySource.queryString('key'), IdentitySource.stageVariable('v'), IdentitySource.context('stage')],
    ttl: Duration.minutes(1),
  });
  new SecureHttpApi(stack, 'Orders', { authorization }).addRoute('GET /orders', BACKEND);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '1.0',
    AuthorizerResultTtlInSeconds: 60,
    IdentitySource: ['$request.header.X-Key', '$request.querystring.key', '$stageVariables.v', '$context.stage'],
    EnableSimpleResponses: Match.absent(),
  });
});

test('a function that answers yes or no gets the newer event', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders', { authorization: Authorization.lambdaSimple(newFunction(stack)) }).addRoute('GET /orders', BACKEND);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, AuthorizerResultTtlInSeconds: 300, IdentitySource: ['$request.header.Authorization'],
  });
});

test('an authorizer function may be called by its authorizer and by nobody else', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders', { authorization: Authorization.lambdaSimple(newFunction(stack)) }).addRoute('GET /orders', BACKEND);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Permission', 1);
  template.hasResourceProperties('AWS::Lambda::Permission', {
    SourceArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/authorizers/$')])] },
  });
});

test('an authorizer is called after its function, also when it asks an alias of it', () => {
  const stack = newStack();
  const handler = newFunction(stack);
  const authorization = Authorization.lambdaSimple(new Alias(stack, 'Live', { aliasName: 'live', version: handler.currentVersion }));
  new SecureHttpApi(stack, 'Orders', { authorization }).addRoute('GET /orders', BACKEND);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { Name: Match.stringLikeRegexp(`^${handler.node.id}`) });
});

test('an authorizer made by hand is used as it is, and shared', () => {
  const own = Authorization.httpAuthorizer(new HttpJwtAuthorizer('Own', 'https://own.example.com', { jwtAudience: ['a'] }));
  routesWith(own, own).resourceCountIs('AWS::ApiGatewayV2::Authorizer', 1);
});

test('adding and reordering routes moves no authorizer', () => {
  const [one, two] = [Authorization.jwt(TOKENS), Authorization.jwt({ ...TOKENS, audiences: ['other'] })];
  const ids = (template: Template) => Object.keys(template.findResources('AWS::ApiGatewayV2::Authorizer')).sort();
  expect(ids(routesWith(one, two))).toEqual(ids(routesWith(two, one, two)));
});

describe('refused', () => {
  const function_ = () => newFunction(newStack());
  const restAuthorizer = () => Authorization.authorizer(new TokenAuthorizer(newStack(), 'Own', { handler: function_() }));
  const pools = ['a', 'b'].map((id) => UserPool.fromUserPoolId(new Stack(), id, `eu-west-1_${id}`));

  test.each<[string, () => Authorization, string]>([
    ['a token authorizer', () => Authorization.lambdaToken(function_()), 'authorization-not-on-http-api'],
    ['an authorizer of a REST API', restAuthorizer, 'authorization-not-on-http-api'],
    ['Cognito without clients', () => Authorization.cognito([pools[0]]), 'jwt-without-audience'],
    ['two user pools', () => Authorization.cognito(pools), 'jwt-one-user-pool'],
    ['eleven scopes', () => Authorization.jwt(TOKENS).withScopes(...Array.from({ length: 11 }, (_, i) => `s${i}`)), 'scopes-too-many'],
  ])('is %s, before anything is made', (_name, authorization, code) => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Orders');
    expect(() => api.addRoute('GET /orders', BACKEND, { authorization: authorization() })).toThrow(code);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Route', 0);
  });

  test('is the same when it is given to the API', () => {
    expect(() => new SecureHttpApi(newStack(), 'Orders', { authorization: Authorization.lambdaToken(function_()) })).toThrow('authorization-not-on-http-api');
  });

  test('is the eleventh authorizer', () => {
    const authorizations = Array.from({ length: 11 }, (_, index) => Authorization.jwt({ ...TOKENS, audiences: [`a${index}`] }));
    expect(() => routesWith(...authorizations)).toThrow('too-many-authorizers');
    expect(() => routesWith(...authorizations.slice(1))).not.toThrow();
  });
});

test.each(FLAGS)('every kind of authorization leaves no nag finding, %s', (_name, props) => {
  const stack = new Stack(new App(props), 'Shop');
  const api = new SecureHttpApi(stack, 'Orders');
  const pool = UserPool.fromUserPoolId(stack, 'Users', 'eu-west-1_abc');
  api.addRoute('GET /jwt', BACKEND, { authorization: Authorization.jwt(TOKENS) });
  api.addRoute('GET /cognito', BACKEND, { authorization: Authorization.cognito([pool], { clients: [pool.addClient('Web')] }) });
  api.addRoute('GET /none', BACKEND, { authorization: Authorization.none('public price list') });
  expect(nagFindings(stack)).toEqual([]);
});
