import { HttpConnectionType, HttpIntegrationType, HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConnectable, IPeer } from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { fixedHeaders, MappingRules, merged } from './integration-mapping';
import { IntegrationPlan } from './integration-plan';
import { checkPathParameters, spellParameters } from './path-parameters';
import { RouteKey } from '../core/route-key';
import { PrivateBackendSpec, VpcLinks } from '../vpc/vpc-links';

/** A load balancer or a service inside a VPC gets the request as it came, through a VPC link. Without a method of its own, with that of the request. */
export function planPrivate(spec: PrivateBackendSpec, key: RouteKey, links: VpcLinks): IntegrationPlan {
  links.check(spec);
  const { method = HttpMethod.ANY, tlsServerName } = spec.options;
  const request = requestTo(spec, key);
  const { construct, arn } = targetOf(spec);
  return {
    name: construct.node.id,
    identity: { target: construct, method, tlsServerName, ...wayTo(spec) },
    request,
    service: false,
    bind: () => ({
      type: HttpIntegrationType.HTTP_PROXY,
      uri: arn,
      method: method as HttpMethod,
      connectionType: HttpConnectionType.VPC_LINK,
      connectionId: links.link(spec).vpcLinkId,
      secureServerName: tlsServerName,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    }),
  };
}

function targetOf(spec: PrivateBackendSpec): { construct: IConstruct; arn: string } {
  if (spec.kind === 'cloud-map') return { construct: spec.service, arn: spec.service.serviceArn };
  return { construct: spec.listener, arn: spec.listener.listenerArn };
}

/** What its link must reach, besides the target itself: who says otherwise of the same target gets an integration and openings of his own. */
function wayTo({ kind, options }: PrivateBackendSpec): { [name: string]: unknown } {
  const { vpcLink, port } = options;
  return kind === 'cloud-map' ? { vpcLink, port, vpc: options.vpc, instances: instancesOf(options.instances) } : { vpcLink, port };
}

/** Whatever can be connected to is a construct, a range of addresses or a bundle of security groups. */
function instancesOf(instances?: IConnectable): unknown {
  if (!instances || Construct.isConstruct(instances)) return instances;
  return [(instances as Partial<IPeer>).uniqueId, ...instances.connections.securityGroups];
}

function requestTo({ options: { headers = {}, path } }: PrivateBackendSpec, key: RouteKey): MappingRules {
  if (path === undefined) return fixedHeaders(headers);
  checkPathParameters(path, key);
  return merged(fixedHeaders(headers), { 'overwrite:path': spellParameters(path, (name) => `\${request.path.${name}}`) });
}
