import { join } from 'node:path';
import { Token, Tokenization } from 'aws-cdk-lib';
import { assetPath } from './assets';
import type { IsUnknown, OpenApiResult } from './openapi-reading';

/** The parsers are bundled into the package and loaded by the first route that needs one: most synths need none. */
const GRAMMARS = assetPath('grammar');

interface JsonSchemaGrammar { checkJsonSchema(schema: unknown): string[] }
interface MappingTemplateGrammar { checkMappingTemplate(template: string): string[] }
interface OpenApiGrammar { readOpenApi(document: unknown, isUnknown: IsUnknown): OpenApiResult }

/**
 * What is wrong with a JSON schema as a model of API Gateway (draft 4), in words that name the place; nothing when it is fine.
 * It is the schema as API Gateway reads it (`$ref`, not the CDK's `ref`). What is only known at deployment is not looked at.
 */
export function checkJsonSchema(schema: unknown): string[] {
  if (Token.isUnresolved(schema)) return [];
  const grammar = require(join(GRAMMARS, 'json-schema.js')) as JsonSchemaGrammar;
  return grammar.checkJsonSchema(known(schema));
}

/**
 * What is malformed in a mapping template (Velocity); nothing when it parses.
 * A token in it counts as plain text: what it becomes is only known at deployment.
 */
export function checkMappingTemplate(template: string): string[] {
  const grammar = require(join(GRAMMARS, 'mapping-template.js')) as MappingTemplateGrammar;
  const text: string = Tokenization.reverseString(template)
    .mapTokens({ mapToken: () => 'token' })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  return grammar.checkMappingTemplate(text);
}

/**
 * Read an OpenAPI document, 3.0 or 3.1: text in YAML or JSON, or an object.
 * What is only known at deployment is not looked at, and must not decide about routes.
 */
export function readOpenApi(document: unknown): OpenApiResult {
  const grammar = require(join(GRAMMARS, 'openapi.js')) as OpenApiGrammar;
  return grammar.readOpenApi(document, (value) => Token.isUnresolved(value));
}

/** The schema without the keywords whose value is a token, or a list that holds one. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !holdsToken(item)).map(([key, item]) => [key, known(item)]));
}

function holdsToken(value: unknown): boolean {
  return Token.isUnresolved(value) || (Array.isArray(value) && value.some(holdsToken));
}
