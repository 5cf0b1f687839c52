import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { Caching } from '../../lib/traffic/caching';
import { Cors } from '../../lib/traffic/cors';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { Throttle } from '../../lib/traffic/throttle';
import { TierKey } from '../../lib/traffic/tier-key';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { FLAGS, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

interface Resource { readonly Type: string; readonly DependsOn?: string[] }

/** A door with everything that could name its stage. */
function everything(stack: Stack): SecureRestApi {
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
  const api = new SecureRestApi(stack, 'Orders', {
    authorization: Authorization.lambdaToken(newFunction(stack, 'Check')),
    caching: Caching.on(),
    cors: Cors.anyOrigin(),
    domain: CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone }),
    usageTiers: [UsageTier.named('free', { throttle: Throttle.rate(1, 2), keys: [TierKey.generated('mobile-app')] })],
  });
  const route = api.addRoute('GET /orders', Backend.lambda(newFunction(stack).currentVersion));
  route.addAlarms();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  route.grants.invoke(role);
  api.grants.invoke(role);
  return api;
}

describe.each(FLAGS)('what a release has to wait for, %s,', (_name, props) => {
  let resources: Record<string, Resource>;
  let stageId: string;
  beforeEach(() => {
    const stack = newStack(props);
    everything(stack);
    resources = Template.fromStack(stack).toJSON().Resources;
    stageId = Object.keys(resources).find((id) => resources[id].Type === 'AWS::ApiGateway::Stage') ?? '';
  });

  /** The types of all resources that need this one, over any number of steps. */
  function dependentsOf(id: string, found = new Set<string>()): Set<string> {
    Object.keys(resources).filter((other) => other !== id && !found.has(other) && JSON.stringify(resources[other]).includes(`"${id}"`)).forEach((other) => {
      found.add(other);
      dependentsOf(other, found);
    });
    return found;
  }

  test('is never behind the stage: permissions, alarms, policies and logs come before it', () => {
    const types = [...dependentsOf(stageId)].map((id) => resources[id].Type);
    expect(types.sort()).toEqual([
      'AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey', 'AWS::WAFv2::WebACLAssociation',
    ]);
  });
});
