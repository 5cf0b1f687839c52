import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aws, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { OpenApiDocument } from '../../lib/routes/openapi-document';
import { newDocument, newOperation } from '../helpers/openapi';

const CATALOG = `
openapi: 3.0.3
info:
  title: Catalogue
  version: 1.2.0
servers:
  - url: https://api.example.com/v1
paths:
  /things:
    get:
      operationId: listThings
      summary: All things
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1 } }
      responses:
        '200':
          description: A page of things
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Thing' } }
    post:
      operationId: addThing
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Thing' }
      responses:
        '201': { description: It was added }
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: getThing
      responses:
        '200': { description: One thing }
    head:
      operationId: hasThing
      responses:
        '200': { description: It is there }
components:
  schemas:
    Thing:
      type: object
      properties: { id: { type: string }, size: { type: integer, nullable: true } }
`;

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'catalog.yaml');
  writeFileSync(file, text);
  return file;
}

describe('an OpenAPI document', () => {
  test('of a file knows its title and its operations, in the order of the file', () => {
    const document = OpenApiDocument.fromFile(fileOf(CATALOG));
    expect(document.title).toBe('Catalogue');
    expect(document.operationIds).toEqual(['listThings', 'addThing', 'getThing', 'hasThing']);
  });

  test('is the same as text and as an object', () => {
    const object = newDocument();
    expect(OpenApiDocument.fromText(JSON.stringify(object))._operations.map(({ operationId, method, path }) => [operationId, method, path]))
      .toEqual(OpenApiDocument.fromObject(object)._operations.map(({ operationId, method, path }) => [operationId, method, path]));
  });

  test('does not begin its paths with the base path of its servers', () => {
    expect(OpenApiDocument.fromText(CATALOG)._operations[0].path).toBe('/things');
  });

  test('is read at once: what becomes of the object afterwards changes nothing', () => {
    const object = newDocument();
    const document = OpenApiDocument.fromObject(object);
    object.paths['/late'] = { get: newOperation('late') };
    expect(document.operationIds).toEqual(['listOrders', 'addOrder']);
  });

  test('of a file that is not there is refused', () => {
    expect(() => OpenApiDocument.fromFile('missing/orders.yaml'))
      .toThrow('openapi-unreadable: the OpenAPI document missing/orders.yaml cannot be read (ENOENT); give a path');
    expect(() => OpenApiDocument.fromFile('.')).toThrow('(EISDIR)');
  });

  test('names the file and the line of what is wrong with it', () => {
    const file = fileOf(CATALOG.replace('operationId: addThing', 'operationID: addThing'));
    expect(() => OpenApiDocument.fromFile(file)).toThrow(
      `openapi-invalid: the OpenAPI document ${file} is no valid OpenAPI document: line 21, paths["/things"].post has "operationID", which`,
    );
  });

  test('with many problems shows ten of them and counts the rest', () => {
    const paths = Object.fromEntries([...Array(12).keys()].map((index) => [`/p${index}`, { get: {} }]));
    expect(() => OpenApiDocument.fromObject({ ...newDocument('3.0.0'), paths }))
      .toThrow(/openapi-invalid.*paths\["\/p9"\]\.get needs "responses"; and 2 more; correct the document$/);
  });

  test.each([
    ['swagger: "2.0"', 'openapi-version-unsupported: the OpenAPI document is Swagger "2.0", and OpenAPI 3.0 and 3.1 are understood; convert it'],
    ['openapi: 3.2.0', 'openapi-version-unsupported: the OpenAPI document is OpenAPI "3.2.0"'],
    ['openapi: 3.1', 'openapi-version-unsupported: the OpenAPI document is OpenAPI 3.1,'],
  ])('%s is refused for its version', (text, message) => {
    expect(() => OpenApiDocument.fromText(text)).toThrow(message);
  });

  test('with operations that have no id is refused with all of them', () => {
    const paths = { '/a': { get: newOperation(''), post: { responses: newOperation('x').responses } }, '/b': { get: newOperation('b') } };
    expect(() => OpenApiDocument.fromObject({ ...newDocument(), paths }))
      .toThrow('openapi-operation-without-id: the OpenAPI document has operations without an operationId, by which they get their backends: GET /a, POST /a;');
  });

  test('with one id for several operations is refused with the lines', () => {
    expect(() => OpenApiDocument.fromText(CATALOG.replace('hasThing', 'getThing')))
      .toThrow(/openapi-operation-id-repeated: .*getThing at GET \/things\/\{id\} \(line 33\), getThing at HEAD \/things\/\{id\} \(line 37\)/);
  });

  test('with methods and paths that API Gateway has not is refused with all of them', () => {
    const paths = { '/a': { trace: newOperation('traceA') }, '/b.{format}': { get: newOperation('getB') }, '/c/': { get: newOperation('getC') } };
    const attempt = (): unknown => OpenApiDocument.fromObject({ ...newDocument(), paths });
    expect(attempt).toThrow(/^openapi-route-unsupported: .*traceA \(TRACE \/a\): route-method-unknown/);
    expect(attempt).toThrow(/getB \(GET \/b\.\{format\}\): route-path-malformed.*getC \(GET \/c\/\): route-path-malformed/);
  });

  test('may hold OPTIONS, HEAD and a greedy parameter', () => {
    const paths = { '/{rest+}': { options: newOperation('ask'), head: newOperation('peek') } };
    expect(OpenApiDocument.fromObject({ ...newDocument(), paths }).operationIds).toEqual(['ask', 'peek']);
  });

  test('lists the extensions of API Gateway in it', () => {
    expect(OpenApiDocument.fromText(CATALOG)._extensions).toEqual([]);
    const extended = newOperation('a', { 'x-amazon-apigateway-integration': { type: 'mock' }, 'x-other': 1 });
    expect(OpenApiDocument.fromObject({ ...newDocument(), paths: { '/a': { get: extended, post: { ...extended, operationId: 'b' } } } })._extensions)
      .toEqual(['x-amazon-apigateway-integration']);
  });
});

describe('tokens in an OpenAPI document', () => {
  const lazy = Lazy.string({ produce: () => 'later' });

  test('may stand where nothing depends on them, in objects and in text', () => {
    const stack = new Stack();
    const info = { title: Lazy.string({ produce: () => 'Orders' }), version: Lazy.any({ produce: () => '1' }), description: stack.stackName };
    const document = OpenApiDocument.fromObject({
      ...newDocument(), info, servers: [{ url: `https://api.${Aws.URL_SUFFIX}` }], tags: Lazy.any({ produce: () => [] }), externalDocs: { url: lazy },
    });
    expect(stack.resolve(document.title)).toBe('Orders');
    expect(OpenApiDocument.fromText(CATALOG.replace('api.example.com', Aws.URL_SUFFIX)).operationIds).toHaveLength(4);
  });

  test('may be a title that is no text yet', () => {
    const document = OpenApiDocument.fromObject({ ...newDocument(), info: { title: Lazy.any({ produce: () => 'Orders' }), version: '1' } });
    expect(new Stack().resolve(document.title)).toBe('Orders');
  });

  test.each<[string, object]>([
    ['an operationId', { paths: { '/a': { get: newOperation(lazy) } } }],
    ['a path', { paths: { [`/${lazy}`]: { get: newOperation('a') } } }],
    ['security', { security: Lazy.any({ produce: () => [] }) }],
  ])('are refused as %s, which decides about routes', (_, more) => {
    const attempt = (): unknown => OpenApiDocument.fromObject({ ...newDocument(), ...more });
    expect(attempt).toThrow('openapi-unresolved');
    expect(attempt).not.toThrow('Token[');
  });

  test('are never printed', () => {
    expect(() => OpenApiDocument.fromText(lazy)).toThrow(/^openapi-unresolved: .* only known at deployment: the document; write/);
    expect(() => OpenApiDocument.fromFile(lazy))
      .toThrow('openapi-unreadable: the OpenAPI document cannot be read (its path is only known at deployment)');
    expect(() => OpenApiDocument.fromObject(Lazy.any({ produce: () => ({}) }) as unknown as { [key: string]: unknown })).toThrow('openapi-unresolved');
    expect(() => OpenApiDocument.fromObject({ ...newDocument(), [lazy]: 1, components: 3 })).toThrow(/no valid OpenAPI document: components must be an object; correct/);
  });

  test('are kept in scopes', () => {
    const document = OpenApiDocument.fromObject({
      ...newDocument(),
      security: [{ login: [lazy] }],
      components: { securitySchemes: { login: { type: 'openIdConnect', openIdConnectUrl: lazy } } },
    });
    expect(document._operations[0].security).toEqual([{ login: [lazy] }]);
    expect(Token.isUnresolved(document._operations[0].security?.[0].login[0])).toBe(true);
  });
});

describe('small documents', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/);
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
  const methods = fc.uniqueArray(fc.constantFrom('get', 'put', 'post', 'delete', 'options', 'head', 'patch'), { minLength: 1, maxLength: 4 });
  const items = fc.uniqueArray(fc.tuple(path, methods), { maxLength: 5, selector: ([name]) => name });

  test('have one operation for each method of each path', () => {
    fc.assert(fc.property(fc.constantFrom('3.0.1', '3.1.0'), items, fc.boolean(), (version, entries, asText) => {
      const paths = Object.fromEntries(entries.map(([name, verbs]) => [name, Object.fromEntries(verbs.map((verb) => [verb, newOperation(`${verb} ${name}`)]))]));
      const object = { ...newDocument(version), paths };
      const document = asText ? OpenApiDocument.fromText(JSON.stringify(object)) : OpenApiDocument.fromObject(object);
      const expected = entries.flatMap(([name, verbs]) => verbs.map((verb) => `${verb} ${name}`));
      expect([...document.operationIds].sort()).toEqual(expected.sort());
    }));
  });
});
