import { join } from 'node:path';
import * as fc from 'fast-check';
import type * as grammar from '../../grammar/openapi';
import { newDocument } from '../helpers/openapi';

/** As it is shipped: its validators are compiled when it is bundled. */
const { readOpenApi } = jest.requireActual<typeof grammar>(join(__dirname, '..', '..', 'assets', 'grammar', 'openapi.js'));

const UNKNOWN = { unknown: true };
const isUnknown = (value: unknown): boolean => value === UNKNOWN || (typeof value === 'string' && value.includes('<unknown>'));
const VERSIONS = ['3.0.3', '3.1.0'];

function read(document: unknown): ReturnType<typeof grammar.readOpenApi> {
  return readOpenApi(document, isUnknown);
}

function problemsOf(document: unknown): string[] {
  const result = read(document);
  return result.kind === 'invalid' ? result.problems : [result.kind];
}

function operationsOf(document: unknown): { method: string; path: string; security?: object }[] {
  const result = read(document);
  return result.kind === 'read' ? result.reading.operations : [];
}

const SHOP = `
openapi: 3.0.3
info: { title: Shop, version: '1' }
security: [{ oauth: [orders] }]
paths:
  /orders:
    parameters: [{ $ref: '#/components/parameters/Page' }]
    get: &operation
      operationId: listOrders
      responses:
        200: { description: all of them }
    post:
      <<: *operation
      operationId: addOrder
      security: []
  /orders/{id}:
    $ref: '#/components/x-shared/order'
components:
  parameters:
    Page: { name: page, in: query, schema: { type: integer } }
  securitySchemes:
    oauth: { type: openIdConnect, openIdConnectUrl: https://login.example.com/.well-known/openid-configuration }
  x-shared:
    order:
      trace: { operationId: traceOrder, responses: { default: { description: what came } } }
      x-amazon-apigateway-any-method: { operationId: not an operation }
x-amazon-apigateway-cors: { allowOrigins: ['*'] }
`;

test('what a document says about routes is read', () => {
  expect(read(SHOP)).toEqual({
    kind: 'read',
    reading: {
      title: 'Shop',
      operations: [
        { method: 'GET', path: '/orders', operationId: 'listOrders', security: [{ oauth: ['orders'] }], place: 'GET /orders (line 8)' },
        { method: 'POST', path: '/orders', operationId: 'addOrder', security: [], place: 'POST /orders (line 12)' },
        { method: 'TRACE', path: '/orders/{id}', operationId: 'traceOrder', security: [{ oauth: ['orders'] }], place: 'TRACE /orders/{id} (line 25)' },
      ],
      extensions: ['x-amazon-apigateway-any-method', 'x-amazon-apigateway-cors'],
    },
  });
});

test.each([
  ['YAML', SHOP],
  ['JSON', JSON.stringify(newDocument('3.1.0'), null, 2)],
  ['JSON on one line, after a byte order mark', `\uFEFF${JSON.stringify(newDocument('3.0.0'))}`],
  ['an object', newDocument('3.1.1')],
])('a document is read from %s', (_, document) => {
  expect(read(document)).toMatchObject({ kind: 'read' });
});

test.each(VERSIONS)('an operation of %s has the security of the document only if it has none of its own', (version) => {
  const components = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } };
  const operation = newDocument(version).paths['/orders'].get;
  const securityOf = (own: object, ofDocument: object): unknown => operationsOf({
    ...newDocument(version), ...ofDocument, components, paths: { '/orders': { get: { ...operation, ...own } } },
  })[0].security;
  expect(securityOf({}, {})).toBeUndefined();
  expect(securityOf({}, { security: [{ key: [] }] })).toEqual([{ key: [] }]);
  expect(securityOf({ security: [] }, { security: [{ key: [] }] })).toEqual([]);
  expect(securityOf({ security: [{}] }, {})).toEqual([{}]);
});

test('path items of OpenAPI 3.1 are found where they are declared', () => {
  const { paths, ...rest } = newDocument('3.1.0');
  const document = { ...rest, paths: { '/a': { $ref: '#/components/pathItems/a%2Eb' } }, components: { pathItems: { 'a.b': paths['/orders'] } } };
  expect(operationsOf(document)).toMatchObject([{ method: 'GET', path: '/a' }, { method: 'POST', path: '/a' }]);
});

test('webhooks and callbacks are requests the API sends, and no operations', () => {
  const { paths, ...rest } = newDocument('3.1.0');
  expect(operationsOf({ ...rest, webhooks: { placed: paths['/orders'] } })).toEqual([]);
});

describe('a document that cannot be parsed', () => {
  test.each([
    ['openapi: 3.1.0\ninfo:\n  title: a\n  title: b\n', 'line 4: Map keys must be unique'],
    ['openapi: [', 'line 1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['{"openapi": "3.1.0",\n "openapi": "3.1.0"}', 'line 2: Map keys must be unique'],
    ['openapi: *version', 'Unresolved alias (the anchor must be set before the alias): version'],
    ['openapi: 3.1.0\n---\nopenapi: 3.1.0', 'line 2: Source contains multiple documents'],
    ['openapi: *<unknown>', 'it cannot be parsed'],
  ])('%j is refused with the line', (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test.each(['', 'orders.yaml', '[]', '3', 'null'])('%j is no document', (text) => {
    expect(problemsOf(text)).toEqual(['it is no object with "openapi", "info" and "paths"']);
  });

  test('a document that holds itself is refused before anybody follows it', () => {
    const schema: Record<string, unknown> = { type: 'object' };
    schema.properties = { child: schema };
    expect(problemsOf({ ...newDocument('3.1.0'), components: { schemas: { Node: schema } } }))
      .toEqual(['components.schemas.Node.properties.child holds what it is in itself; write a $ref there']);
  });
});

describe('the version', () => {
  test.each([
    ['swagger: "2.0"', 'Swagger "2.0"'],
    ['openapi: 3.2.0', 'OpenAPI "3.2.0"'],
    ['openapi: 3.1', 'OpenAPI 3.1'],
    ['openapi: 4.0.0', 'OpenAPI "4.0.0"'],
    ['openapi: {}', 'OpenAPI {}'],
  ])('of %j is not understood', (text, given) => {
    expect(read(text)).toEqual({ kind: 'unsupported', given });
  });

  test('is missing', () => {
    expect(problemsOf('asyncapi: 3.0.0')).toEqual([expect.stringContaining('it does not say its version')]);
  });
});

test('a name that OpenAPI does not allow is refused once', () => {
  expect(problemsOf({ ...newDocument('3.1.0'), components: { schemas: { 'a/b': {} } } }))
    .toEqual(['components.schemas has "a/b", a name that OpenAPI does not allow']);
});

describe.each(VERSIONS)('in OpenAPI %s', (version) => {
  const inOperation = (more: object): object => {
    const document = newDocument(version);
    return { ...document, paths: { '/orders/{id}': { get: { ...document.paths['/orders'].get, ...more } } } };
  };

  test.each<[object, string]>([
    [{ reponses: {} }, 'paths["/orders/{id}"].get has "reponses", which OpenAPI does not have there'],
    [{ parameters: [{ in: 'query', schema: {} }] }, 'paths["/orders/{id}"].get.parameters[0] needs "name"'],
    [{ parameters: [{ name: 'id', in: 'path', schema: {} }] }, 'paths["/orders/{id}"].get.parameters[0] needs "required"'],
    [{ responses: { 200: {} } }, 'paths["/orders/{id}"].get.responses["200"] needs "description"'],
    [{ requestBody: {} }, 'paths["/orders/{id}"].get.requestBody needs "content"'],
    [{ requestBody: { content: [] } }, 'paths["/orders/{id}"].get.requestBody.content must be an object'],
    [{ operationId: 7 }, 'paths["/orders/{id}"].get.operationId must be text (in quotes, if it looks like a number)'],
    [{ responses: { 200: { description: 'fine' }, ok: {} } }, 'paths["/orders/{id}"].get.responses has "ok", which OpenAPI does not have there'],
    [{ security: {} }, 'paths["/orders/{id}"].get.security must be a list'],
    [{ security: [{ jtw: [] }] }, 'paths["/orders/{id}"].get.security[0].jtw: components.securitySchemes has no "jtw"'],
    [{ security: [{ constructor: [] }] }, 'paths["/orders/{id}"].get.security[0].constructor: components.securitySchemes has no "constructor"'],
  ])('%j in an operation is refused once, in words that name the place', (more, problem) => {
    expect(problemsOf(inOperation(more))).toEqual([problem]);
  });

  test.each<[object, string]>([
    [{ type: 'http' }, 'components.securitySchemes.login needs "scheme"'],
    [{ type: 'oauth2' }, 'components.securitySchemes.login needs "flows"'],
    [{ type: 'apiKey', name: 'X-Key' }, 'components.securitySchemes.login needs "in"'],
    [{ type: 'http', scheme: 'bearer', bearerFormat: 1 }, 'components.securitySchemes.login.bearerFormat must be text (in quotes, if it looks like a number)'],
  ])('the security scheme %j is refused for what it was meant to be', (login, problem) => {
    expect(problemsOf({ ...newDocument(version), components: { securitySchemes: { login } } })).toEqual([problem]);
  });

  test.each<[object, string]>([
    [{ $ref: './orders.yaml' }, 'paths["/a"].$ref: ./orders.yaml is another document, which is not read; bundle them into one'],
    [{ $ref: 'https://example.com/a.yaml#/a' }, 'paths["/a"].$ref: https://example.com/a.yaml#/a is another document, which is not read; bundle them into one'],
    [{ $ref: '#/paths/~1b' }, 'paths["/a"].$ref: #/paths/~1b leads to no path item'],
    [{ $ref: '#orders' }, 'paths["/a"].$ref: #orders leads to no path item'],
    [{ $ref: '#/%' }, 'paths["/a"].$ref: #/% leads to no path item'],
    [{ $ref: '#/paths/~1a' }, 'paths["/a"].$ref: #/paths/~1a leads back to itself'],
  ])('a path item %j is refused', ($ref, problem) => {
    expect(problemsOf({ ...newDocument(version), paths: { '/a': $ref } })).toEqual([problem]);
  });

  test('paths that differ in the names of their parameters only are the same', () => {
    const { '/orders': item } = newDocument(version).paths;
    expect(problemsOf({ ...newDocument(version), paths: { '/a/{id}': { get: item.get }, '/a/{name}': { get: item.get, post: item.post } } }))
      .toEqual(['GET /a/{id} and GET /a/{name} take the same requests']);
  });

  test.each<[string, object]>([
    ['a title', { info: { title: UNKNOWN, version: '1' } }],
    ['a URL', { servers: [{ url: UNKNOWN }] }],
    ['a list', { tags: UNKNOWN }],
    ['a part that cannot be what it is', { externalDocs: { url: 3, description: UNKNOWN, extra: { $ref: 3 } }, components: { schemas: UNKNOWN } }],
    ['the name of a schema', { components: { schemas: { 'a <unknown> b': { type: 'string' } } } }],
  ])('%s may be unknown, and is printed nowhere', (_, more) => {
    const result = read({ ...newDocument(version), ...more });
    expect(JSON.stringify(result.kind === 'invalid' && result)).not.toContain('unknown');
  });

  test.each<[object, string]>([
    [{ paths: UNKNOWN }, 'paths'],
    [{ paths: { '/<unknown>': {} } }, 'the name of a member of paths'],
    [{ paths: { '/a': UNKNOWN } }, 'paths["/a"]'],
    [{ paths: { '/a': { $ref: '#/<unknown>' } } }, 'paths["/a"].$ref'],
    [{ paths: { '/a': { get: UNKNOWN } } }, 'paths["/a"].get'],
    [{ paths: { '/a': { get: { operationId: '<unknown>' } } } }, 'paths["/a"].get.operationId'],
    [{ paths: { '/a': { get: { operationId: 'a', security: UNKNOWN } } } }, 'paths["/a"].get.security'],
    [{ paths: { '/a': { get: { operationId: 'a', security: [UNKNOWN] } } } }, 'paths["/a"].get.security[0]'],
    [{ paths: { '/a': { get: { operationId: 'a', security: [{ '<unknown>': [] }] } } } }, 'the name of a member of paths["/a"].get.security[0]'],
    [{ security: UNKNOWN }, 'security'],
    [{ openapi: '3.<unknown>' }, 'openapi'],
  ])('what decides about routes must be known: %j', (more, place) => {
    expect(read({ ...newDocument(version), ...more })).toEqual({ kind: 'unresolved', places: [place] });
  });
});

test('a document that is unknown altogether is no document', () => {
  expect(read(UNKNOWN)).toMatchObject({ kind: 'unresolved' });
});

describe('whatever it is given', () => {
  const json = fc.jsonValue().filter((value) => typeof value !== 'string');

  test('it does not fail', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.anything()), (anything) => {
      expect(read(anything)).toHaveProperty('kind');
    }));
  });

  test('under a valid head it does not fail either', () => {
    fc.assert(fc.property(fc.constantFrom(...VERSIONS), json, json, json, (version, paths, components, security) => {
      expect(read({ ...newDocument(version), paths: { '/a': paths }, components, security })).toHaveProperty('kind');
    }));
  });
});
