import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { PrivateApi } from '../../lib/private-api/private-api';
import { Backend } from '../../lib/routes/backend';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { readableTemplate } from '../helpers/readable';

test('a door with nothing but a VPC and one Lambda route is this, as a whole', () => {
  const stack = newStack();
  // Imported, so that the template is that of the door and not of the network around it.
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  });
  new PrivateApi(stack, 'Ledger', { access: VpcAccess.inVpc(vpc) }).addRoute('GET /entries', Backend.lambda(newFunction(stack)));
  expect(readableTemplate(stack)).toMatchSnapshot();
});
