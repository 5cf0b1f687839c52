import type { ErrorObject } from 'ajv';

/** What is needed at a place, by the keyword that says so. */
const WORDS: Record<string, (params: Record<string, unknown>) => string> = {
  additionalProperties: ({ additionalProperty }) => `has ${JSON.stringify(additionalProperty)}, which OpenAPI does not have there`,
  unevaluatedProperties: ({ unevaluatedProperty }) => `has ${JSON.stringify(unevaluatedProperty)}, which OpenAPI does not have there`,
  required: ({ missingProperty }) => `needs ${JSON.stringify(missingProperty)}`,
  propertyNames: ({ propertyName }) => `has ${JSON.stringify(propertyName)}, a name that OpenAPI does not allow`,
  type: ({ type }) => `must be ${kindOf(type)}`,
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as unknown[]).join(', ')}`,
  const: ({ allowedValue }) => `must be ${JSON.stringify(allowedValue)}`,
  pattern: ({ pattern }) => `must match ${String(pattern)}`,
  discriminator: ({ tag }) => `needs ${JSON.stringify(tag)} with a value that OpenAPI knows`,
  oneOf: () => 'has none of the forms OpenAPI has for it',
  anyOf: () => 'has none of the forms OpenAPI has for it',
  if: () => 'has none of the forms OpenAPI has for it',
};

const KINDS: Record<string, string> = {
  object: 'an object',
  array: 'a list',
  string: 'text (in quotes, if it looks like a number)',
  boolean: 'true or false',
};

/** What is wrong, to stand behind the name of the place. */
export function wordsOf({ keyword, params, message = 'is not as OpenAPI has it' }: ErrorObject): string {
  return Object.hasOwn(WORDS, keyword) ? WORDS[keyword](params as Record<string, unknown>) : message;
}

function kindOf(type: unknown): string {
  return KINDS[String(type)] ?? String(type);
}
