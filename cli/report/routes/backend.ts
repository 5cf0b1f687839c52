import { isObject, Properties, references, ResourceFinder, text } from '../template';

/** What stands behind a route, as both generations of API Gateway and their OpenAPI extension say it. */
interface Integration {
  /** `AWS_PROXY`, `HTTP`, `MOCK`. */
  readonly type: string;
  readonly uri: unknown;
  /** `SQS-SendMessage`, on HTTP APIs. */
  readonly subtype?: string;
  readonly throughVpcLink: boolean;
  /** What says where a VPC link leads: REST APIs name the load balancer besides, HTTP APIs call the listener or service itself. */
  readonly target: unknown;
}

/** In a word or two: `Lambda`, `SQS`, `ALB`. Nothing when the template does not tell. */
export function backendOf(integration: unknown, find: ResourceFinder): string | undefined {
  if (!isObject(integration)) return undefined;
  const { type, uri, subtype, throughVpcLink, target } = read(integration);
  if (subtype !== undefined) return SERVICES[subtype.split('-')[0]] ?? subtype.split('-')[0];
  if (throughVpcLink) return behindLink(target, find);
  if (type.startsWith('HTTP')) return 'HTTP';
  return type.startsWith('AWS') ? serviceIn(uri) : KINDS[type];
}

const KINDS: Readonly<Record<string, string>> = { MOCK: 'mock' };
const SERVICES: Readonly<Record<string, string>> = { StepFunctions: 'Step Functions' };

function read(integration: Properties): Integration {
  const of = (...names: string[]) => names.map((name) => integration[name]).find((value) => value !== undefined);
  return {
    type: (text(of('Type', 'IntegrationType', 'type')) ?? '').toUpperCase(),
    uri: of('Uri', 'IntegrationUri', 'uri'),
    subtype: text(of('IntegrationSubtype', 'integrationSubtype')),
    throughVpcLink: of('ConnectionType', 'connectionType') === 'VPC_LINK',
    target: of('IntegrationTarget', 'integrationTarget', 'IntegrationUri', 'Uri', 'uri'),
  };
}

/** A URI of API Gateway names the service, and a function's ARN itself. */
function serviceIn(uri: unknown): string {
  const [, service = 'lambda'] = /:(?:[\w-]+\.)?([\w-]+):(?:path|action)\//.exec(JSON.stringify(uri ?? '')) ?? [];
  return service === 'lambda' ? 'Lambda' : `AWS ${service}`;
}

function behindLink(target: unknown, find: ResourceFinder): string {
  const ids = references(target);
  const pointedTo = (type: string) => find(type).find(({ id }) => ids.includes(id));
  const listener = pointedTo('AWS::ElasticLoadBalancingV2::Listener');
  if (listener) return behindLink(listener.properties.LoadBalancerArn, find);
  const loadBalancer = pointedTo('AWS::ElasticLoadBalancingV2::LoadBalancer');
  if (loadBalancer) return loadBalancer.properties.Type === 'network' ? 'NLB' : 'ALB';
  return pointedTo('AWS::ServiceDiscovery::Service') ? 'Cloud Map' : inArn(target);
}

/** Made elsewhere: its ARN says what it is. */
function inArn(target: unknown): string {
  const arn = JSON.stringify(target);
  if (/(listener|loadbalancer)\/app\//.test(arn)) return 'ALB';
  if (/(listener|loadbalancer)\/net\//.test(arn)) return 'NLB';
  return arn.includes(':servicediscovery:') ? 'Cloud Map' : 'VPC link';
}
