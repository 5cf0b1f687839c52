/** What to write in draft 4 instead of a keyword of a later draft or of OpenAPI. */
const INSTEAD: Record<string, string> = {
  $comment: 'write it into description',
  $defs: 'write definitions',
  $id: 'write id, or leave it out',
  const: 'write enum with the one value',
  contentEncoding: 'write it into description',
  contentMediaType: 'write it into description',
  dependentRequired: 'write dependencies',
  dependentSchemas: 'write dependencies',
  deprecated: 'write it into description',
  discriminator: 'write oneOf with an enum of one value in each branch',
  example: 'write it into description',
  examples: 'write them into description',
  if: 'write oneOf',
  then: 'write oneOf',
  else: 'write oneOf',
  nullable: 'write "null" as one of the types, for example type: ["string", "null"]',
  prefixItems: 'write items with a list of schemas',
  readOnly: 'write it into description',
  unevaluatedProperties: 'write additionalProperties',
  writeOnly: 'write it into description',
};

/** The advice for a keyword that draft 4 does not have. */
export function insteadOf(keyword: string): string {
  return Object.hasOwn(INSTEAD, keyword) ? INSTEAD[keyword] : 'take it out';
}
