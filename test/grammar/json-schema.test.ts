import Ajv from 'ajv-draft-04';
import * as fc from 'fast-check';
import { checkJsonSchema } from '../../grammar/json-schema';

const MODEL = 'https://apigateway.amazonaws.com/restapis/a1b2c3/models/Address';

test.each<[string, object]>([
  ['an empty schema', {}],
  ['the pet of the developer guide', {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'PetStoreModel',
    type: 'object',
    required: ['price', 'type'],
    properties: { id: { type: 'integer' }, type: { type: 'string', enum: ['dog', 'cat', 'fish'] }, price: { type: 'number', minimum: 25, maximum: 500 } },
  }],
  ['a closed object', { type: 'object', properties: { a: {} }, additionalProperties: false }],
  ['a bound that is excluded', { minimum: 0, exclusiveMinimum: true }],
  ['a nullable string', { type: ['string', 'null'] }],
  ['a definition that is used', { definitions: { 'a/b': {} }, properties: { a: { $ref: '#/definitions/a~1b' } } }],
  ['a definition in a list', { allOf: [{ definitions: { a: {} } }], $ref: '#/allOf/0/definitions/a' }],
  ['a schema that holds itself', { properties: { child: { $ref: '#' } } }],
  ['another model of the API', { $ref: MODEL }],
  ['properties that are called like keywords', { properties: { nullable: { type: 'boolean' }, required: { type: 'boolean' }, __proto__x: {} } }],
  ['values that look like schemas', { default: { example: 1 }, enum: [{ nullable: true }] }],
  ['a pattern with an escaped hyphen', { pattern: '^[\\w\\-]+\\-$' }],
])('%s is a model', (_, schema) => {
  expect(checkJsonSchema(schema)).toEqual([]);
});

test.each<[unknown, string]>([
  [null, 'the schema must be an object, got null'],
  [['string'], 'the schema must be an object, got ["string"]'],
  [{ type: 'strng' }, 'type must be one of array, boolean, integer, null, number, object, string, or a list of different ones, got "strng"'],
  [{ properties: { email: { minLength: -1 } } }, 'properties.email.minLength must be a whole number, 0 or more, got -1'],
  [{ properties: { 'given name': { minLength: '1' } } }, 'properties["given name"].minLength must be a whole number, 0 or more, got "1"'],
  [{ items: [{}, { multipleOf: 0 }] }, 'items[1].multipleOf must be a number above 0, got 0'],
  [{ required: [] }, 'required must be a list of different strings with at least one (leave it out if there is none), got []'],
  [{ enum: ['A', 'A'] }, 'enum must be a list of different values with at least one, got ["A","A"]'],
  [{ enum: [{ a: [1] }, { a: [1] }] }, 'enum must be a list of different values with at least one, got [{"a":[1]},{"a":[1]}]'],
  [{ pattern: '(' }, 'pattern must be a regular expression, got "("'],
  [{ patternProperties: { '[': {} } }, 'patternProperties["["] must be a regular expression, got "["'],
  [{ not: true }, 'not must be an object, got true'],
  [{ dependencies: { a: [] } }, 'dependencies.a must be a list of different strings with at least one (leave it out if there is none), got []'],
  [{ properties: 'x'.repeat(100) }, `properties must be an object, got "${'x'.repeat(56)}...`],
])('%j is refused in words that name the place', (schema, problem) => {
  expect(checkJsonSchema(schema)).toEqual([problem]);
});

test.each([
  [{ minimum: 1, exclusiveMinimum: 1 }, 'exclusiveMinimum must be true or false beside the bound it excludes, as draft 4 has it, got 1'],
  [{ exclusiveMaximum: true }, 'exclusiveMaximum needs maximum beside it'],
  [{ properties: { a: { nullable: true } } },
    'properties.a.nullable is no keyword of draft 4; write "null" as one of the types, for example type: ["string", "null"]'],
  [{ const: 1 }, 'const is no keyword of draft 4; write enum with the one value'],
  [{ 'x-vendor': 1 }, '["x-vendor"] is no keyword of draft 4; take it out'],
  [{ constructor: {} }, 'constructor is no keyword of draft 4; take it out'],
])('%j, which later drafts and OpenAPI know, is refused with what to write instead', (schema, problem) => {
  expect(checkJsonSchema(schema)).toEqual([problem]);
});

test.each([
  ['#/definitions/missing', 'points to #/definitions/missing, which is not in this schema'],
  ['#/components/schemas/Pet', 'points to #/components/schemas/Pet, which is not in this schema'],
  ['#/definitions/%', 'points to #/definitions/%, which is not in this schema'],
  ['#anchor', 'points to #anchor, which is not in this schema'],
  ['https://example.com/pet.json', 'must be #/definitions/<name> or the URL of a model'],
  ['Pet', 'must be #/definitions/<name> or the URL of a model'],
])('a reference to %s is refused', ($ref, problem) => {
  expect(checkJsonSchema({ items: { $ref } })).toEqual([expect.stringContaining(`items.$ref ${problem}`)]);
});

describe('compared with the meta-schema of draft 4', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
  const junk = fc.constantFrom<unknown>(null, true, -1, 1.5, 'text', [], ['text', 'text'], [1, 2], {});
  /** Mostly right, so that whole schemas are right about as often as not. */
  const mostly = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ arbitrary: right, weight: 19 }, { arbitrary: junk, weight: 1 });
  const all = (value: fc.Arbitrary<unknown>, ...keywords: string[]): Record<string, fc.Arbitrary<unknown>> =>
    Object.fromEntries(keywords.map((keyword) => [keyword, value]));
  const count = mostly(fc.nat(9));
  const number = mostly(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })));
  const text = mostly(fc.string());
  const flag = mostly(fc.boolean());
  const names = mostly(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }));
  const keys = fc.constantFrom('a', 'given name', '^x-');
  const type = mostly(fc.constantFrom<unknown>('string', 'object', ['string', 'null'], 'number'));
  const values = mostly(fc.uniqueArray(junk, { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify(value) }));
  const { schema } = fc.letrec<Record<'schema' | 'map' | 'list' | 'keyword', unknown>>((tie) => {
    const keywords: Record<string, fc.Arbitrary<unknown>> = {
      ...all(text, 'id', 'title', 'description', '$schema'),
      ...all(number, 'multipleOf', 'minimum', 'maximum'),
      ...all(flag, 'exclusiveMinimum', 'exclusiveMaximum', 'uniqueItems'),
      ...all(count, 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
      ...all(tie('map'), 'properties', 'patternProperties', 'definitions'),
      ...all(tie('list'), 'allOf', 'anyOf', 'oneOf'),
      ...all(fc.oneof(flag, tie('schema')), 'additionalItems', 'additionalProperties'),
      default: junk,
      dependencies: mostly(fc.dictionary(keys, fc.oneof(names, tie('schema')), { maxKeys: 2 })),
      enum: values,
      items: fc.oneof(tie('schema'), tie('list')),
      not: tie('schema'),
      required: names,
      type,
    };
    return {
      map: mostly(fc.dictionary(keys, tie('schema'), { maxKeys: 2 })),
      list: mostly(fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
      keyword: fc.oneof(...Object.entries(keywords).map(([keyword, value]) => fc.tuple(fc.constant(keyword), value))),
      schema: fc.oneof({ maxDepth: 4, withCrossShrink: true }, junk, mostly(fc.array(tie('keyword'), { maxLength: 4 })
        .map((entries) => Object.fromEntries(entries as [string, unknown][])))),
    };
  });

  /** What we say beyond the meta-schema, on purpose (and that format is a string, which is not generated). */
  const beyond = (problem: string): boolean => problem.endsWith('must be a regular expression');

  test('a schema has a problem if and only if the meta-schema refuses it', () => {
    fc.assert(fc.property(schema, (candidate) => {
      const plain: unknown = JSON.parse(JSON.stringify(candidate));
      const problems = checkJsonSchema(plain).filter((problem) => !beyond(problem));
      const valid = ajv.validate('http://json-schema.org/draft-04/schema', plain);
      expect({ problems, refused: problems.length > 0 }).toEqual({ problems, refused: !valid });
    }), { numRuns: 1000 });
  });

  test('it does not fail, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (anything) => {
      expect(Array.isArray(checkJsonSchema(anything))).toBe(true);
    }));
  });
});
