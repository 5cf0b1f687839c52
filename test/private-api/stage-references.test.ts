import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { PrivateApi } from '../../lib/private-api/private-api';
import { Backend } from '../../lib/routes/backend';
import { PrivateDomain } from '../../lib/traffic/private-domain';
import { Throttle } from '../../lib/traffic/throttle';
import { TierKey } from '../../lib/traffic/tier-key';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { FLAGS, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { newVpc } from '../helpers/vpcs';

/** A door with everything that could name its stage. */
function everything(stack: Stack): void {
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/1');
  const api = new PrivateApi(stack, 'Ledger', {
    access: VpcAccess.inVpc(newVpc(stack)),
    domain: PrivateDomain.withCertificate({ domainName: 'ledger.shop.example', certificate }),
    usageTiers: [UsageTier.named('free', { throttle: Throttle.rate(1, 2), keys: [TierKey.generated('batch')] })],
  });
  const route = api.addRoute('GET /entries', Backend.lambda(newFunction(stack)));
  route.addAlarms();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  [route, api].forEach(({ grants }) => grants.invoke(role));
}

test.each(FLAGS)('a release waits for nothing that stands behind the stage, %s: permissions, alarms, policies, logs and VPC endpoints come before it', (_name, props) => {
  const stack = newStack(props);
  everything(stack);
  const { Resources: resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> };
  const [stageId] = Object.keys(resources).filter((id) => resources[id].Type === 'AWS::ApiGateway::Stage');
  const types = [...dependentsOf(stageId, resources)].map((id) => resources[id].Type);
  expect(types.sort()).toEqual([
    'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey', 'AWS::WAFv2::WebACLAssociation',
  ]);
});

/** All resources that need this one, over any number of steps. */
function dependentsOf(id: string, resources: Record<string, object>, found = new Set<string>()): Set<string> {
  Object.keys(resources).filter((other) => other !== id && !found.has(other) && JSON.stringify(resources[other]).includes(`"${id}"`)).forEach((other) => {
    found.add(other);
    dependentsOf(other, resources, found);
  });
  return found;
}
