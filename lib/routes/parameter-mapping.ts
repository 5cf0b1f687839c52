import { Token } from 'aws-cdk-lib';
import { checkMappingValue, MappingDirection } from './mapping-expression';
import { checkClashes, checkMappingTarget } from './mapping-target';
import { checkStatusCode } from './status-code';
import { refuse } from '../core/refuse';

/** What API Gateway changes, and into what. */
export interface HttpParameterMappingRules {
  /**
   * Changes of the request on its way to the backend: what is changed, and the new value.
   *
   * Changed are `overwrite:path` and, each with `append`, `overwrite` or `remove`, `header.name` and `querystring.name`.
   * A value is a fixed text, or is read from `$request.header.name`, `$request.querystring.name`, `$request.path.name`, `$request.path`,
   * `$request.body.name`, `$context.name` or `$stageVariables.name`; in a text with several of them each stands in braces,
   * `/v2/${request.path.shop}/${request.path.id}`. The value of a `remove` is empty.
   *
   * @default {}
   */
  readonly request?: { [target: string]: string };

  /**
   * Changes of the answer on its way back, by the exact status the backend answered with, 200 to 599:
   * what is changed, and the new value.
   *
   * Changed are `overwrite:statuscode` and, with `append`, `overwrite` or `remove`, `header.name`.
   * A value is a fixed text, or is read from `$response.header.name`, `$response.body.name`, `$context.name` or `$stageVariables.name`.
   *
   * @default {}
   */
  readonly responses?: { [statusCode: string]: { [target: string]: string } };
}

/**
 * What an HTTP API changes about requests and answers on their way: headers, query parameters, path and status, without code.
 *
 * Bodies pass as they are. Some headers are API Gateway's own and cannot be changed
 * (AWS: "Reserved headers" of parameter mapping for HTTP APIs, among them `Authorization` and `Access-Control-*`).
 */
export class HttpParameterMapping {
  /** Change requests, answers, or both: `HttpParameterMapping.of({ request: { 'overwrite:path': '/v2/$request.path.id' } })`. */
  public static of(rules: HttpParameterMappingRules): HttpParameterMapping {
    const responses = Object.entries(rules.responses ?? {}).map(([statusCode, targets]) => {
      checkAnsweredStatus(statusCode);
      return [statusCode, checked('response', targets)];
    });
    return new HttpParameterMapping(checked('request', rules.request ?? {}), Object.fromEntries(responses));
  }

  private constructor(
    /** @internal */
    public readonly _request: { [target: string]: string },
    /** @internal */
    public readonly _responses: { [statusCode: string]: { [target: string]: string } },
  ) {}
}

/** How API Gateway wants nothing to be spelt: with an empty value it takes the whole rule for gone. */
const NOTHING = "''";

/** Sorted, so that two mappings that say the same are the same. */
function checked(direction: MappingDirection, targets: { [target: string]: string }): { [target: string]: string } {
  const entries = Object.entries(targets).sort(([left], [right]) => left < right ? -1 : 1).map(([target, value]) => {
    checkMappingTarget(direction, target);
    return [target, target.startsWith('remove:') ? nothing(target, value) : valueOf(direction, target, value)];
  });
  checkClashes(Object.keys(targets));
  return Object.fromEntries(entries);
}

function valueOf(direction: MappingDirection, target: string, value: string): string {
  checkMappingValue(direction, target, value);
  if (target === 'overwrite:statuscode' && !isVariable(value)) checkAnsweredStatus(value);
  return value;
}

function nothing(target: string, value: string): string {
  return value === '' || value === NOTHING ? NOTHING : refuse('mapping-removes-value', { target, given: value });
}

function isVariable(value: string): boolean {
  return Token.isUnresolved(value) || value.startsWith('$');
}

function checkAnsweredStatus(statusCode: string): void {
  if (Token.isUnresolved(statusCode)) return;
  if (!/^\d+$/.test(statusCode)) refuse('status-code-out-of-range', { given: statusCode });
  checkStatusCode(Number(statusCode));
}
