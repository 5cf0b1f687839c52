import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { HttpRouteOptions } from '../../lib/http/http-route-options';
import { OpenApiOptions } from '../../lib/http/openapi-options';
import { planOpenApi, warnOfExtensions } from '../../lib/http/openapi-routes';
import { Backend } from '../../lib/routes/backend';
import { OpenApiDocument } from '../../lib/routes/openapi-document';
import { Authorization } from '../../lib/security/authorization';
import { Throttle } from '../../lib/traffic/throttle';
import { newFunction } from '../helpers/functions';
import { newDocument, newOperation } from '../helpers/openapi';

const backend = Backend.http('https://orders.example.com');
const BACKENDS = { listOrders: backend, addOrder: Backend.http('https://new-orders.example.com') };
const jwt = Authorization.jwt({ issuer: 'https://login.example.com', audiences: ['shop'], scopes: ['any'] });
const iam = Authorization.iam();

/** The two operations, the first of which asks for something. */
function asking(security: object[], more: object = {}): OpenApiDocument {
  const { paths: { '/orders': { get, post } }, ...rest } = newDocument();
  const schemes = { login: { type: 'openIdConnect', openIdConnectUrl: 'https://login.example.com' }, key: { type: 'apiKey', in: 'header', name: 'X-Key' } };
  return OpenApiDocument.fromObject({
    ...rest, ...more, components: { securitySchemes: schemes }, paths: { '/orders': { get: { ...get, security }, post } },
  });
}

function authorizationOf(document: OpenApiDocument, options: OpenApiOptions): Authorization | undefined {
  return planOpenApi(document, BACKENDS, options)[0].options.authorization;
}

describe('the routes of an OpenAPI document', () => {
  const document = OpenApiDocument.fromObject(newDocument());

  test('are its operations with their backends', () => {
    expect(planOpenApi(document, BACKENDS)).toEqual([
      { operationId: 'listOrders', routeKey: 'GET /orders', backend: BACKENDS.listOrders, options: {} },
      { operationId: 'addOrder', routeKey: 'POST /orders', backend: BACKENDS.addOrder, options: {} },
    ]);
  });

  test('have the options that were given for their operation', () => {
    const addOrder: HttpRouteOptions = { throttle: Throttle.rate(5, 10), timeout: Duration.seconds(3), authorization: iam };
    expect(planOpenApi(document, BACKENDS, { routes: { addOrder } }).map(({ options }) => options)).toEqual([{}, addOrder]);
  });

  test('need a backend each, and all that are missing are named', () => {
    expect(() => planOpenApi(document, {}))
      .toThrow('openapi-operation-unmapped: the OpenAPI document has operations without a backend: listOrders (GET /orders), addOrder (POST /orders); name');
  });

  test('are refused with names that are no operations, and with what was probably meant', () => {
    expect(() => planOpenApi(document, { ...BACKENDS, listOrder: backend, ping: backend }, { routes: { AddOrders: {} } })).toThrow(
      'openapi-operation-unknown: the OpenAPI document has no operations called "listOrder" in backends (did you mean "listOrders"?), '
      + '"ping" in backends, "AddOrders" in routes (did you mean "addOrder"?); correct the keys',
    );
  });

  test('are told apart from what every object has', () => {
    const paths = { '/a': { get: newOperation('constructor') } };
    const odd = OpenApiDocument.fromObject({ ...newDocument(), paths });
    expect(() => planOpenApi(odd, {})).toThrow('openapi-operation-unmapped');
    expect(planOpenApi(odd, { constructor: backend } as unknown as Record<string, Backend>)).toHaveLength(1);
  });

  test('are as many as the operations, whatever their ids', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1 }).filter((id) => id !== '__proto__'), { maxLength: 8 });
    fc.assert(fc.property(ids, (names) => {
      const paths = Object.fromEntries(names.map((name, index) => [`/p${index}`, { get: newOperation(name) }]));
      const planned = planOpenApi(OpenApiDocument.fromObject({ ...newDocument(), paths }), Object.fromEntries(names.map((name) => [name, backend])));
      expect(planned.map(({ operationId, routeKey }) => [operationId, routeKey])).toEqual(names.map((name, index) => [name, `GET /p${index}`]));
    }));
  });
});

describe('an operation that says nothing about callers', () => {
  test('leaves the authorization to the API', () => {
    expect(authorizationOf(OpenApiDocument.fromObject(newDocument()), {})).toBeUndefined();
    expect(planOpenApi(asking([{ login: [] }]), BACKENDS, { authorizations: { login: jwt } })[1].options).toEqual({});
  });

  test('asks for what the document asks', () => {
    const all = asking([{ login: [] }], { security: [{ key: [] }] });
    expect(planOpenApi(all, BACKENDS, { authorizations: { login: jwt, key: iam } }).map(({ options }) => options.authorization)).toEqual([jwt, iam]);
  });
});

describe('an operation that asks for a security scheme', () => {
  test('gets what the scheme means', () => {
    expect(authorizationOf(asking([{ login: [] }]), { authorizations: { login: jwt } })).toBe(jwt);
  });

  test('gets its own scope instead of those of the authorization', () => {
    const made = authorizationOf(asking([{ login: ['orders:read'] }]), { authorizations: { login: jwt } });
    expect(made?._scopes).toEqual(['orders:read']);
    expect(made?._spec).toBe(jwt._spec);
  });

  test('gets alternative scopes, any one of which is enough, as API Gateway understands scopes', () => {
    expect(authorizationOf(asking([{ login: ['a'] }, { login: ['b'] }, { login: ['a'] }]), { authorizations: { login: jwt } })?._scopes).toEqual(['a', 'b']);
  });

  test('is refused with several scopes at once, of which API Gateway would ask one only', () => {
    expect(() => authorizationOf(asking([{ login: ['a', 'b'] }]), { authorizations: { login: jwt } })).toThrow(
      /openapi-scopes-together: .*listOrders \(GET \/orders\); .*security: \[\{ "login": \[a\] \}, \{ "login": \[b\] \}\].*routes: \{ "listOrders": \{ authorization \} \}/,
    );
  });

  test('is refused with scopes that nobody would check', () => {
    const request = Authorization.lambdaRequest(newFunction(new Stack()));
    expect(() => authorizationOf(asking([{ login: ['a'] }]), { authorizations: { login: request } })).toThrow('openapi-scopes-not-checked');
    expect(authorizationOf(asking([{ login: [] }]), { authorizations: { login: request } })).toBe(request);
  });

  test('is refused if nobody says what the scheme means', () => {
    expect(() => authorizationOf(asking([{ login: [] }], { security: [{ key: [] }] }), {})).toThrow(
      'openapi-security-scheme-unmapped: the OpenAPI document asks for security schemes that nobody says the meaning of: login, key; '
      + 'write it, for example authorizations: { "login": Authorization.jwt({ issuer, audiences }) }',
    );
  });

  test('is refused if it asks for more than one', () => {
    const authorizations = { login: jwt, key: iam };
    expect(() => authorizationOf(asking([{ login: [], key: [] }]), { authorizations })).toThrow('openapi-security-combined');
    expect(() => authorizationOf(asking([{ login: [] }, { key: [] }]), { authorizations })).toThrow(/openapi-security-combined.*listOrders \(GET \/orders\)/);
    expect(() => authorizationOf(asking([{ login: ['a'] }, { login: [] }]), { authorizations: { login: jwt } })).toThrow('openapi-security-combined');
  });

  test('gets what the routes say instead, whatever the document asks', () => {
    const listOrders = { authorization: iam };
    expect(authorizationOf(asking([{ login: [], key: [] }]), { routes: { listOrders } })).toBe(iam);
    expect(authorizationOf(asking([{ login: ['a', 'b'] }]), { authorizations: { login: jwt }, routes: { listOrders } })).toBe(iam);
  });

  test('keeps what the document asks beside options that say nothing of callers', () => {
    const options = { authorizations: { login: jwt }, routes: { listOrders: { throttle: Throttle.rate(1, 2), authorization: undefined } } };
    expect(authorizationOf(asking([{ login: [] }]), options)).toBe(jwt);
  });
});

describe('an operation that the document opens to everybody', () => {
  test.each<[string, object[]]>([
    ['with an empty list', []],
    ['with an empty requirement', [{}]],
    ['with an empty alternative', [{ login: [] }, {}]],
  ])('%s is refused', (_, security) => {
    const options: OpenApiOptions = security.length > 1 ? { authorizations: { login: jwt } } : {};
    expect(() => authorizationOf(asking(security), options))
      .toThrow(/openapi-operation-public: .*listOrders \(GET \/orders\); .*\{ "listOrders": \{ authorization: Authorization\.none\("reason"\) \} \}/);
  });

  test('is open if the routes say so, with a reason', () => {
    const open = Authorization.none('the catalogue is public');
    expect(authorizationOf(asking([]), { routes: { listOrders: { authorization: open } } })).toBe(open);
  });
});

test('an authorization for a scheme that no operation asks for is refused', () => {
  expect(() => authorizationOf(asking([{ login: [] }]), { authorizations: { login: jwt, logn: jwt, key: iam } })).toThrow(
    'openapi-authorization-unused: authorizations says what logn, key mean, and no operation of the OpenAPI document asks for them; correct',
  );
});

describe('extensions of API Gateway', () => {
  const warnings = (document: OpenApiDocument): string[] => {
    const stack = new Stack();
    warnOfExtensions(stack, document);
    return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
  };

  test('are warned of once, because they have no effect', () => {
    const paths = { '/a': { get: newOperation('a', { 'x-amazon-apigateway-integration': {}, 'x-amazon-apigateway-auth': {} }) } };
    expect(warnings(OpenApiDocument.fromObject({ ...newDocument(), paths }))).toEqual([
      expect.stringMatching(/have no effect here: x-amazon-apigateway-auth, x-amazon-apigateway-integration;.*\[ack: .*openapi-extensions-ignored\]/),
    ]);
  });

  test('that are not there are not warned of', () => {
    expect(warnings(OpenApiDocument.fromObject(newDocument()))).toEqual([]);
  });
});
