import { Token } from 'aws-cdk-lib';
import { MappingDirection } from './mapping-expression';
import { refuse } from '../core/refuse';

/** What a mapping does to one place of a request or an answer. */
const TARGETS: Record<MappingDirection, RegExp> = {
  request: /^((append|overwrite|remove):(header\.[\w!#$%&'*+.^`|~-]+|querystring\.[^\s]+)|overwrite:path)$/,
  response: /^((append|overwrite|remove):header\.[\w!#$%&'*+.^`|~-]+|overwrite:statuscode)$/,
};

const EXAMPLES: Record<MappingDirection, string> = {
  request: 'append:header.name, overwrite:header.name, remove:header.name, the same for querystring.name, or overwrite:path',
  response: 'append:header.name, overwrite:header.name, remove:header.name, or overwrite:statuscode',
};

/** AWS: "Reserved headers" of parameter mapping for HTTP APIs. */
const RESERVED = new RegExp(`^(${[
  'access-control-.*', 'apigw-.*', 'authorization', 'connection', 'content-encoding', 'content-length', 'content-location', 'forwarded',
  'keep-alive', 'origin', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailers', 'transfer-encoding', 'upgrade', 'x-amz-.*', 'x-amzn-.*',
  'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'via',
].join('|')})$`, 'i');

/** Refuse a target that API Gateway does not have, and headers it keeps for itself. */
export function checkMappingTarget(direction: MappingDirection, target: string): void {
  if (Token.isUnresolved(target)) return;
  if (!TARGETS[direction].test(target)) refuse('mapping-target-malformed', { direction, given: target, examples: EXAMPLES[direction] });
  const header = headerOf(target);
  if (header && RESERVED.test(header)) refuse('mapping-header-reserved', { given: header });
}

/** Refuse two changes of one place: which of them comes first, nobody says. */
export function checkClashes(targets: string[]): void {
  const places = targets.map(placeOf);
  const clash = targets.find((_target, index) => places.indexOf(places[index]) !== index);
  if (clash !== undefined) refuse('mapping-clash', { first: targets[places.indexOf(placeOf(clash))], second: clash });
}

/** What is changed, without how. Header names are case-insensitive. */
function placeOf(target: string): string {
  const place = target.slice(target.indexOf(':') + 1);
  return Token.isUnresolved(target) || !headerOf(target) ? place : place.toLowerCase();
}

function headerOf(target: string): string | undefined {
  return /:header\.(.*)$/.exec(target)?.[1];
}
