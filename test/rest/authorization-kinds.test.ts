import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const TOKENS = { issuer: 'https://login.example.com/', audiences: ['orders'] };

describe.each<[string, Authorization]>([
  ['JSON web tokens', Authorization.jwt(TOKENS)],
  ['a function that answers yes or no', Authorization.lambdaSimple(newFunction(newStack()))],
  ['an authorizer of an HTTP API', Authorization.httpAuthorizer(new HttpJwtAuthorizer('Own', TOKENS.issuer, { jwtAudience: TOKENS.audiences }))],
])('authorization by %s is refused on a REST API', (_name, authorization) => {
  test('as the default of the API, before anything is made', () => {
    const stack = newStack();
    expect(() => new SecureRestApi(stack, 'Orders', { authorization })).toThrow('authorization-not-on-rest-api');
  });

  test('on a route, which is not made', () => {
    const api = new SecureRestApi(newStack(), 'Orders');
    expect(() => api.addRoute('GET /orders', Backend.mock(), { authorization })).toThrow('authorization-not-on-rest-api');
    expect(api.restApi.methods).toEqual([]);
  });
});
