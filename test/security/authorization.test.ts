import { App, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import { HttpAuthorizer, HttpAuthorizerType, HttpNoneAuthorizer, IHttpRouteAuthorizer, WebSocketNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer, WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { httpSpec } from '../../lib/http/http-authorization';
import { restSpec } from '../../lib/rest/rest-authorization';
import { Authorization } from '../../lib/security/authorization';
import { ApiTickets } from '../../lib/security/connect/api-tickets';

const stack = new Stack(new App(), 'Stack');
const fn = Function.fromFunctionName(stack, 'Check', 'check');
const pool = UserPool.fromUserPoolId(stack, 'Pool', 'us-east-1_abc');

function imported(authorizerType: HttpAuthorizerType): IHttpRouteAuthorizer {
  return HttpAuthorizer.fromHttpAuthorizerAttributes(stack, `Imported${authorizerType}`, { authorizerId: 'abc', authorizerType });
}

describe('authorization', () => {
  test('that is waived without a reason is refused', () => {
    expect(() => Authorization.none(' ')).toThrow(/waiver-without-reason.*authorization/);
  });

  test('by an authorizer that asks nobody is refused, as it brings no reason', () => {
    expect(() => Authorization.httpAuthorizer(new HttpNoneAuthorizer())).toThrow(/authorizer-asks-nobody.*HttpNoneAuthorizer/);
    expect(() => Authorization.webSocketAuthorizer(new WebSocketNoneAuthorizer())).toThrow(/authorizer-asks-nobody.*WebSocketNoneAuthorizer/);
  });

  test.each<[string, Authorization]>([
    ['ticket', Authorization.ticket(new ApiTickets(stack, 'Tickets'))],
    ['custom', Authorization.webSocketAuthorizer(new WebSocketIamAuthorizer())],
  ])('by a %s is for WebSocket APIs: it has no scopes, and other APIs refuse it', (given, authorization) => {
    expect(() => authorization.withScopes('chat')).toThrow(/scopes-without-cognito/);
    expect(() => httpSpec(authorization)).toThrow(`an HTTP API has no ${given} authorization`);
    expect(() => httpSpec(authorization)).toThrow(/^authorization-not-on-http-api/);
    expect(() => restSpec(authorization)).toThrow(`a REST API has no ${given} authorization`);
    expect(() => restSpec(authorization)).toThrow(/^authorization-not-on-rest-api/);
  });

  test.each([
    ['made', new HttpJwtAuthorizer('Tokens', 'https://login.example.com', { jwtAudience: ['orders'] })],
    ['imported', imported(HttpAuthorizerType.JWT)],
    ['written', { bind: () => ({ authorizationType: 'JWT', authorizerId: 'abc' }) }],
  ])('by an authorizer of an HTTP API that was %s by hand has scopes, when it may be one of tokens', (_, authorizer) => {
    expect(Authorization.httpAuthorizer(authorizer).withScopes('orders/read')._scopes).toEqual(['orders/read']);
  });

  test('by Cognito without a user pool is refused', () => {
    expect(() => Authorization.cognito([])).toThrow(/authorization-without-user-pool/);
  });

  test.each(['login.example.com', 'http://login.example.com', 'https://', 'https://login.example.com/?a=b', ''])(
    'by JSON web tokens is refused with the issuer "%s"', (issuer) => {
      expect(() => Authorization.jwt({ issuer, audiences: ['orders'] })).toThrow(/jwt-issuer-malformed/);
    });

  test.each([[[]], [['']], [['orders', ' ']]])('by JSON web tokens is refused with the audiences %j, which let in tokens meant for others', (audiences) => {
    expect(() => Authorization.jwt({ issuer: 'https://login.example.com', audiences })).toThrow(/jwt-without-audience/);
  });

  test('by JSON web tokens takes 50 audiences and no more', () => {
    const audiences = Array.from({ length: 51 }, (_, index) => `audience-${index}`);
    expect(() => Authorization.jwt({ issuer: 'https://login.example.com', audiences })).toThrow(/jwt-audiences-too-many.*51/);
    expect(() => Authorization.jwt({ issuer: 'https://login.example.com', audiences: audiences.slice(1) })).not.toThrow();
  });

  test('by JSON web tokens takes an issuer and audiences that are only known at deployment', () => {
    const issuer = Fn.importValue('Issuer');
    expect(() => Authorization.jwt({ issuer, audiences: [Fn.importValue('Audience')] })).not.toThrow();
    expect(() => Authorization.jwt({ issuer, audiences: Fn.split(',', Fn.importValue('Audiences')) })).not.toThrow();
  });

  test.each([3601, 4000])('whose answers are kept %d s is refused', (seconds) => {
    const ttl = Duration.seconds(seconds);
    expect(() => Authorization.cognito([pool], { ttl })).toThrow(/authorizer-ttl-out-of-range/);
    expect(() => Authorization.lambdaToken(fn, { ttl })).toThrow(/authorizer-ttl-out-of-range/);
    expect(() => Authorization.lambdaRequest(fn, { ttl })).toThrow(/authorizer-ttl-out-of-range/);
  });

  test('that keeps answers needs something to tell callers apart by', () => {
    expect(() => Authorization.lambdaRequest(fn, { identitySources: [] })).toThrow(/authorizer-cache-without-identity/);
    expect(() => Authorization.lambdaRequest(fn, { identitySources: [], ttl: Duration.seconds(0) })).not.toThrow();
  });

  test('takes a lifetime that is only known at deployment', () => {
    const ttl = Duration.seconds(Lazy.number({ produce: () => 60 }));
    expect(() => Authorization.lambdaRequest(fn, { ttl })).not.toThrow();
  });

  test.each(['Authorization', 'method.request.querystring.token', 'method.request.header.', 'method.request.header.A,method.request.header.B'])(
    'by a token is refused with the identity source "%s"', (identitySource) => {
      expect(() => Authorization.lambdaToken(fn, { identitySource })).toThrow(/identity-source-malformed/);
    });

  test('by a request is refused with an identity source of no known place', () => {
    expect(() => Authorization.lambdaRequest(fn, { identitySources: ['X-Token'] })).toThrow(/identity-source-malformed.*"X-Token"/);
  });

  test('by a request tells callers apart by header, query, stage variable, context, and what is only known at deployment', () => {
    const identitySources = [
      IdentitySource.header('X-Token'), IdentitySource.queryString('tenant'), IdentitySource.stageVariable('colour'), IdentitySource.context('identity.sourceIp'),
      Fn.importValue('Source'),
    ];
    expect(() => Authorization.lambdaRequest(fn, { identitySources })).not.toThrow();
  });

  test.each<[string, Authorization]>([
    ['IAM', Authorization.iam()],
    ['Lambda token', Authorization.lambdaToken(fn)],
    ['none', Authorization.none('public price list')],
    ['custom', Authorization.authorizer({ authorizerId: 'a1b2c3' })],
  ])('by %s has no scopes', (label, authorization) => {
    expect(() => authorization.withScopes('orders/read')).toThrow(/scopes-without-cognito/);
    expect(() => authorization.withScopes('orders/read')).toThrow(label);
  });

  test.each([
    ['a function', new HttpLambdaAuthorizer('Check', fn)],
    ['IAM', new HttpIamAuthorizer()],
    ['an imported function', imported(HttpAuthorizerType.LAMBDA)],
  ])('by an authorizer of an HTTP API that asks %s has no scopes: nobody would look at them', (_, authorizer) => {
    expect(() => Authorization.httpAuthorizer(authorizer).withScopes('orders/read')).toThrow(/scopes-without-cognito/);
  });
});
