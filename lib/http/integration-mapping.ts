import { checkFixedValue } from '../routes/mapping-expression';
import { checkClashes, checkMappingTarget } from '../routes/mapping-target';

/** Rules of one direction: what is changed, and the new value. */
export interface MappingRules { readonly [target: string]: string }

/** How CloudFormation spells what is changed about answers of one status. */
interface ResponseRules { readonly ResponseParameters: { readonly Source: string; readonly Destination: string }[] }

/** Headers a backend wants with every request, as fixed values. */
export function fixedHeaders(headers: { [name: string]: string }): MappingRules {
  const entries = Object.entries(headers).sort(([left], [right]) => left < right ? -1 : 1).map(([name, value]) => {
    const target = `overwrite:header.${name}`;
    checkMappingTarget('request', target);
    checkFixedValue(target, value);
    return [target, value];
  });
  return Object.fromEntries(entries);
}

/** Headers that are taken out of every request. In update-integration an empty value deletes the rule, so API Gateway wants two quotes. */
export function removals(headers: string[]): MappingRules {
  return Object.fromEntries(headers.map((name) => [`remove:header.${name}`, "''"]));
}

/** What the backend maps and what the route maps. Neither may gainsay the other. */
export function merged(ofBackend: MappingRules, ofRoute: MappingRules): MappingRules {
  checkClashes([...Object.keys(ofBackend), ...Object.keys(ofRoute)]);
  return { ...ofBackend, ...ofRoute };
}

/** As CloudFormation wants it; the AWS CDK takes anything here and passes it on. */
export function responseParameters(responses: { [statusCode: string]: MappingRules }): { [statusCode: string]: ResponseRules } {
  const entries = Object.entries(responses).map(([statusCode, rules]) => [statusCode, {
    ResponseParameters: Object.entries(rules).map(([target, value]) => ({ Source: value, Destination: target })),
  }]);
  return Object.fromEntries(entries);
}
