import official from '@seriousme/openapi-schema-validator/schemas/v3.0/schema.json';
import Ajv from 'ajv-draft-04';

/** By these members one sees which of its alternatives somebody meant, so that problems with the others are not reported. */
const { definitions } = official;
const schema = {
  ...official,
  definitions: {
    ...definitions,
    SecurityScheme: { ...definitions.SecurityScheme, type: 'object', required: ['type'], discriminator: { propertyName: 'type' } },
    ParameterLocation: { ...definitions.ParameterLocation, type: 'object', required: ['in'], discriminator: { propertyName: 'in' } },
  },
};

/** The bundle holds what this compiles to, without Ajv: see projenrc/precompiled.ts. */
export const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, discriminator: true, code: { source: true, esm: true } });

/** Whether a document has the form of OpenAPI 3.0. */
export const validate = ajv.compile(schema);
