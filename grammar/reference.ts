import { isObject, isText, must } from './check';
import { Place } from './place';

const MODEL_URL = /^https:\/\/apigateway\.[^/]+\/restapis\/[^/]+\/models\/[^/]+$/;

/** A `$ref` points into its own schema or to another model of the API; anything else is "not in canonical form" for API Gateway. */
export function checkReference(value: unknown, at: Place): string[] {
  if (isText(value) && value.startsWith('#')) {
    return leadsTo(at.schema, value) === undefined ? [`${at.name} points to ${value}, which is not in this schema`] : [];
  }
  return must((ref) => isText(ref) && MODEL_URL.test(ref),
    '#/definitions/<name> or the URL of a model (https://apigateway.amazonaws.com/restapis/<api id>/models/<name>)')(value, at);
}

function leadsTo(schema: unknown, pointer: string): unknown {
  if (pointer === '#') return schema;
  const steps = pointer.slice('#/'.length).split('/').map((step) => unescaped(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return pointer.startsWith('#/') ? steps.reduce(into, schema) : undefined;
}

function into(value: unknown, step: string): unknown {
  const members: unknown = Array.isArray(value) ? { ...value } : value;
  return isObject(members) && Object.hasOwn(members, step) ? members[step] : undefined;
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
