import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { awsStack } from '../../../../runtime/canary/aws/stack-control';
import { CloudFormationFake, STACK_ID } from '../../../fakes/cloudformation';

let fake: CloudFormationFake;
let client: CloudFormationClient;

beforeEach(async () => {
  fake = await CloudFormationFake.start();
  client = new CloudFormationClient({
    endpoint: fake.url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await fake.stop();
  expect(fake.violations).toEqual([]);
});

test('the state of a stack is asked for by its ARN', async () => {
  fake.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  expect(await awsStack(client, STACK_ID).status()).toBe('UPDATE_ROLLBACK_IN_PROGRESS');
  expect(fake.asked).toEqual([{ operation: 'DescribeStacks', input: { StackName: STACK_ID } }]);
});

test('a stack that is not there is an error', async () => {
  await expect(awsStack(client, `${STACK_ID}-other`).status()).rejects.toThrow('does not exist');
});
