import { isObject, list, NamedResource, Properties, references, ResourceFinder, target, text } from '../template';

/** How callers reach an API. */
export interface EndpointRow {
  readonly type: 'regional' | 'edge' | 'private';
  /** Whether the names AWS gives the API answer. */
  readonly defaultEndpoint: 'open' | 'closed';
  /** How many VPC endpoints are associated with a private API; missing for others. */
  readonly vpcEndpoints?: number;
  /** Domain names, with the path when the API has only a part of one: `api.shop.example/orders`. */
  readonly domains: readonly string[];
  /** The distribution in front; missing when there is none in this stack. */
  readonly cloudFront?: { readonly webAcl: boolean };
}

/** Of an API of this stack. One made elsewhere says nothing. */
export function endpointOf(api: NamedResource | undefined, find: ResourceFinder): EndpointRow | undefined {
  if (api === undefined) return undefined;
  const configuration = isObject(api.properties.EndpointConfiguration) ? api.properties.EndpointConfiguration : {};
  const isRest = find('AWS::ApiGateway::RestApi').some(({ id }) => id === api.id);
  const type = isRest ? typeOf(configuration) : 'regional';
  const mappings = mappingsOf(api.id, find);
  return {
    type,
    defaultEndpoint: api.properties.DisableExecuteApiEndpoint === true ? 'closed' : 'open',
    vpcEndpoints: type === 'private' ? list(configuration.VpcEndpointIds).length : undefined,
    domains: mappings.map(({ domainName, path }) => [domainName, path].filter(Boolean).join('/')),
    cloudFront: frontOf([api.id, ...mappings.flatMap(({ domain, domainName }) => [domain, domainName])], find),
  };
}

/** REST APIs are edge-optimised unless they say otherwise; all others are regional. */
function typeOf(configuration: Properties): EndpointRow['type'] {
  const [type] = list(configuration.Types).map(String);
  if (type === 'PRIVATE') return 'private';
  return type === 'REGIONAL' ? 'regional' : 'edge';
}

/** A place an API has in a domain name. */
interface Mapping {
  /** The logical id of the domain, or its name when it was made elsewhere. */
  readonly domain: string;
  readonly domainName: string;
  readonly path?: string;
}

const MAPPINGS = ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::ApiMapping'];
const DOMAINS = ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName'];

function mappingsOf(api: string, find: ResourceFinder): Mapping[] {
  const domains = DOMAINS.flatMap(find);
  return MAPPINGS.flatMap(find)
    .filter(({ properties }) => target(properties.RestApiId ?? properties.ApiId) === api)
    .map(({ properties }) => {
      const domain = target(properties.DomainName ?? properties.DomainNameArn) ?? '?';
      const name = domains.find(({ id }) => id === domain)?.properties.DomainName;
      return { domain, domainName: text(name) ?? domain, path: text(properties.BasePath ?? properties.ApiMappingKey) };
    });
}

/** The distribution that has the API, or a domain of its, as an origin. */
function frontOf(names: readonly string[], find: ResourceFinder): EndpointRow['cloudFront'] {
  const configurations = find('AWS::CloudFront::Distribution').map(({ properties }) => properties.DistributionConfig).filter(isObject);
  const front = configurations.find(({ Origins }) => list(Origins).filter(isObject)
    .some(({ DomainName }) => [...references(DomainName), text(DomainName)].some((name) => name !== undefined && names.includes(name))));
  return front && { webAcl: front.WebACLId !== undefined };
}
