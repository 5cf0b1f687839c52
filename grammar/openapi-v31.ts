import schema from '@seriousme/openapi-schema-validator/schemas/v3.1/schema.json';
import Ajv from 'ajv/dist/2020';

/** The bundle holds what this compiles to, without Ajv: see projenrc/precompiled.ts. */
export const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, code: { source: true, esm: true } });

/** Whether a document has the form of OpenAPI 3.1. What its JSON schemas say is not looked at. */
export const validate = ajv.compile(schema);
