import { Check, each, isCount, isFlag, isNumber, isObject, isRegex, isSet, isText, must } from './check';
import { insteadOf } from './other-drafts';
import { Place } from './place';
import { checkReference } from './reference';

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const isType = (value: unknown): boolean => isText(value) && TYPES.includes(value);

const text = must(isText, 'a string');
const number = must(isNumber, 'a number');
const count = must(isCount, 'a whole number, 0 or more');
const flag = must(isFlag, 'true or false');
const exclusive = must(isFlag, 'true or false beside the bound it excludes, as draft 4 has it');
const names = must((value) => isSet(value, isText), 'a list of different strings with at least one (leave it out if there is none)');
const regex = must(isRegex, 'a regular expression');
const schema: Check = (value, at) => (isObject(value) ? checkKeywords(value, at) : must(isObject, 'an object')(value, at));
const schemaOrFlag: Check = (value, at) => (isFlag(value) ? [] : schema(value, at));
const schemas: Check = (value, at) => [
  ...must((list) => Array.isArray(list) && list.length > 0, 'a list of schemas with at least one')(value, at),
  ...(Array.isArray(value) ? value.flatMap((item, index) => schema(item, at.item(index))) : []),
];
const patterns: Check = (value, at) => [
  ...Object.keys(isObject(value) ? value : {}).flatMap((key) => regex(key, at.member(key))),
  ...each(schema)(value, at),
];

/** Every keyword of draft 4, and what may stand there. */
const KEYWORDS: Record<string, Check> = {
  $ref: checkReference,
  $schema: text,
  id: text,
  title: text,
  description: text,
  default: () => [],
  format: text,
  type: must((value) => isType(value) || isSet(value, isType), `one of ${TYPES.join(', ')}, or a list of different ones`),
  enum: must((value) => isSet(value), 'a list of different values with at least one'),
  multipleOf: must((value) => isNumber(value) && value > 0, 'a number above 0'),
  minimum: number,
  maximum: number,
  exclusiveMinimum: exclusive,
  exclusiveMaximum: exclusive,
  minLength: count,
  maxLength: count,
  pattern: regex,
  items: (value, at) => (Array.isArray(value) ? schemas : schema)(value, at),
  additionalItems: schemaOrFlag,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  properties: each(schema),
  patternProperties: patterns,
  additionalProperties: schemaOrFlag,
  minProperties: count,
  maxProperties: count,
  required: names,
  dependencies: each((value, at) => (Array.isArray(value) ? names : schema)(value, at)),
  definitions: each(schema),
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
};

/**
 * What is wrong with a model: a JSON schema of draft 4, spelt as it is sent to API Gateway (`$ref`, not the CDK's `ref`).
 * A keyword of a later draft or of OpenAPI is a problem too: API Gateway refuses the model for it ("Unsupported keyword(s)").
 */
export function checkJsonSchema(model: unknown): string[] {
  return schema(model, Place.root(model));
}

function checkKeywords(value: Record<string, unknown>, at: Place): string[] {
  const problems = Object.entries(value).flatMap(([keyword, setting]) => (Object.hasOwn(KEYWORDS, keyword)
    ? KEYWORDS[keyword](setting, at.member(keyword))
    : [`${at.member(keyword).name} is no keyword of draft 4; ${insteadOf(keyword)}`]));
  return [...problems, ...withoutBound(value, at, 'Minimum'), ...withoutBound(value, at, 'Maximum')];
}

function withoutBound(value: Record<string, unknown>, at: Place, bound: 'Minimum' | 'Maximum'): string[] {
  const excludes = `exclusive${bound}` in value;
  return excludes && !(bound.toLowerCase() in value) ? [`${at.member(`exclusive${bound}`).name} needs ${bound.toLowerCase()} beside it`] : [];
}
