import type { ErrorObject } from 'ajv';
import { wordsOf } from './openapi-form-words';
import { Path, pathOf, valueAt } from './openapi-place';
import { OpenApiSource, where } from './openapi-source';
import { validate as validate30 } from './openapi-v30';
import { validate as validate31 } from './openapi-v31';

/** The versions that are understood, by how they begin. */
const VALIDATORS = { '3.0.': validate30, '3.1.': validate31 };

/** Whether there is a validator for the version a document names. */
export function isSupported(version: unknown): version is string {
  return typeof version === 'string' && validatorOf(version) !== undefined;
}

/** Where a document has not the form of its version of OpenAPI. What is unknown has any form. */
export function checkForm(source: OpenApiSource, version: string): string[] {
  const validate = validatorOf(version);
  if (!validate || validate(source.document)) return [];
  const problems = causesOf(validate.errors ?? [])
    .map((error) => ({ path: pathOf(error.instancePath), words: wordsOf(error) }))
    .filter(({ path, words }) => !source.isUnknown(words) && !isUnknownAt(source, path))
    .map(({ path, words }) => `${where(source, path)} ${words}`);
  return [...new Set(problems)];
}

function validatorOf(version: string): typeof validate30 | undefined {
  return Object.entries(VALIDATORS).find(([start]) => version.startsWith(start))?.[1];
}

/** A validator tells of every alternative that failed, and then that none was right. People want to know what is wrong with what they meant. */
function causesOf(errors: ErrorObject[]): ErrorObject[] {
  const strong = new Set(errors.filter((error) => !isConsequence(error, errors)));
  const unexplained = errors.filter((error) => strong.has(error) || !errors.some((other) => other !== error && explains(other, error, strong)));
  return unexplained.filter(({ propertyName }) => propertyName === undefined);
}

/** That no alternative was right, that it is no reference, or that a member is one of an alternative that was not right. */
function isConsequence({ keyword, params, instancePath }: ErrorObject, errors: ErrorObject[]): boolean {
  if (['oneOf', 'anyOf', 'if'].includes(keyword)) return true;
  if (keyword === 'unevaluatedProperties') return errors.some((other) => other.keyword === 'if' && other.instancePath === instancePath);
  return keyword === 'required' && (params as { missingProperty: string }).missingProperty === '$ref';
}

function explains(cause: ErrorObject, error: ErrorObject, strong: Set<ErrorObject>): boolean {
  const below = cause.instancePath.startsWith(`${error.instancePath}/`);
  return below || (strong.has(cause) && cause.instancePath === error.instancePath);
}

/** Whether a value, one of those around it or the name of one of them is unknown. */
function isUnknownAt({ document, isUnknown }: OpenApiSource, path: Path): boolean {
  return path.some((name, index) => isUnknown(name) || isUnknown(valueAt(document, path.slice(0, index + 1))));
}
