import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudFormationFake, STACK_ID } from './cloudformation';

const open: { stop(): Promise<void> }[] = [];

afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())));

async function started() {
  const fake = await CloudFormationFake.start();
  const client = new CloudFormationClient({
    endpoint: fake.url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
  open.push(fake, { stop: async () => client.destroy() });
  return { fake, client, describe: async (StackName?: string) => (await client.send(new DescribeStacksCommand({ StackName }))).Stacks };
}

describe('CloudFormation', () => {
  test('tells the state of a stack by its id', async () => {
    const { fake, describe: ask } = await started();
    fake.status = 'UPDATE_IN_PROGRESS';
    expect(await ask(STACK_ID)).toEqual([expect.objectContaining({ StackId: STACK_ID, StackName: 'orders', StackStatus: 'UPDATE_IN_PROGRESS' })]);
  });

  test('refuses a stack it does not have', async () => {
    const { describe: ask } = await started();
    await expect(ask('none')).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id none does not exist' });
  });

  test('fails as often as it is told', async () => {
    const { fake, describe: ask } = await started();
    fake.fail(1, { status: 400, code: 'Throttling', message: 'Rate exceeded' });
    await expect(ask(STACK_ID)).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' });
    await expect(ask(STACK_ID)).resolves.toHaveLength(1);
  });

  test('violates nothing by itself, and keeps in mind what it was asked for in vain', async () => {
    const { fake, client, describe: ask } = await started();
    await ask(STACK_ID);
    expect(fake.violations).toEqual([]);
    await expect(ask()).rejects.toThrow();
    await expect(client.send(new ListStacksCommand({}))).rejects.toThrow();
    expect(fake.violations).toEqual(['all stacks are asked for', 'ListStacks']);
  });

  test('understands nothing that is not signed for it', async () => {
    const { fake } = await started();
    expect((await fetch(fake.url, { method: 'POST', body: 'Action=DescribeStacks' })).status).toBe(501);
    expect(fake.violations).toEqual(['a request that is not signed for cloudformation']);
  });
});
