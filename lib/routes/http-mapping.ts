import { Token } from 'aws-cdk-lib';
import { checkStatusCode } from './status-code';
import { checkMappingTemplate } from '../core/grammar';
import { checkBackendMethod } from '../core/http-method';
import { refuse } from '../core/refuse';

/** How API Gateway rewrites requests and answers of an HTTP backend. Templates are Velocity (VTL), parsed while the app is synthesised. */
export interface HttpMapping {
  /**
   * The method to call the backend with.
   *
   * @default - the method of the route
   */
  readonly method?: string;

  /**
   * Request templates by content type. A content type without a template is refused with 415.
   *
   * @default {} - the body is passed as it came
   */
  readonly request?: { [contentType: string]: string };

  /**
   * What the caller gets, by what the backend answered: one answer for each status the caller may see.
   * The one without a pattern is for everything no pattern matches; where there is none, API Gateway answers 500 instead.
   */
  readonly responses: HttpMappedResponse[];
}

/** One kind of answer of an HTTP backend with mapping. */
export interface HttpMappedResponse {
  /** The status the caller gets. */
  readonly statusCode: number;

  /**
   * A regular expression over the backend's status that selects this answer: `4\\d{2}`.
   *
   * @default - the answer for everything no other pattern matches
   */
  readonly pattern?: string;

  /**
   * Response templates by content type.
   *
   * @default {} - the body is passed as it came
   */
  readonly templates?: { [contentType: string]: string };

  /**
   * Headers of the answer. A value in single quotes is fixed (`'no-store'`), others name where it comes from (`integration.response.header.ETag`).
   *
   * @default {}
   */
  readonly headers?: { [name: string]: string };
}

/** AWS: "Integration request or response mapping template size". */
const MAX_TEMPLATE_BYTES = 300 * 1024;

/** Check everything where it was written, so that a slip shows there and not in the middle of a deployment. */
export function checkMappings(mapping: HttpMapping): HttpMapping {
  checkBackendMethod(mapping.method);
  checkTemplates(mapping.request ?? {});
  checkResponses(mapping.responses);
  for (const response of mapping.responses) {
    checkStatusCode(response.statusCode);
    checkTemplates(response.templates ?? {});
  }
  return mapping;
}

function checkResponses(responses: HttpMappedResponse[]): void {
  if (responses.length === 0) refuse('http-mapping-without-response', {});
  const statuses = responses.map(({ statusCode }) => statusCode).filter((statusCode) => !Token.isUnresolved(statusCode));
  const repeated = statuses.find((statusCode, index) => statuses.indexOf(statusCode) !== index);
  if (repeated !== undefined) refuse('http-mapping-status-repeated', { given: repeated });
  const defaults = responses.filter(({ pattern }) => pattern === undefined).length;
  if (defaults > 1) refuse('http-mapping-default-repeated', { given: defaults });
}

function checkTemplates(templates: { [contentType: string]: string }): void {
  for (const [contentType, template] of Object.entries(templates)) {
    const bytes = Token.isUnresolved(template) ? 0 : Buffer.byteLength(template);
    if (bytes > MAX_TEMPLATE_BYTES) refuse('mapping-template-too-large', { contentType, given: bytes });
    const problems = checkMappingTemplate(template);
    if (problems.length > 0) refuse('mapping-template-malformed', { contentType, problems: problems.join('; ') });
  }
}
