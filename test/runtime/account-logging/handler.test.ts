import { FakeAws, REFUSALS } from './fake-aws';
import { accountLoggingHandler } from '../../../runtime/account-logging/handler';

const OURS = 'arn:aws:iam::111122223333:role/cdk-gatehouse-apigateway-logs';
const FOREIGN = 'arn:aws:iam::111122223333:role/their-logs';
const POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
/** What is secret in the address of the answer. */
const SECRET = 'X-Amz-Signature=5ec2e7';

const environment = { ...process.env };
let aws: FakeAws;
let written: string;

beforeEach(async () => {
  aws = await FakeAws.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_MAX_ATTEMPTS: '1',
  });
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await aws.stop();
  expect(aws.violations).toEqual([]);
  expect(written).not.toContain(SECRET);
});

/** Lambda calls with five minutes to go; pauses take no time, only time off the clock. */
async function call(event: object = {}): Promise<Record<string, unknown>> {
  let remaining = 300_000;
  const handler = accountLoggingHandler(async (milliseconds) => {
    remaining -= milliseconds;
  });
  await handler({
    RequestType: 'Create',
    ResponseURL: `${aws.url}/mailbox?${SECRET}`,
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1',
    RequestId: 'request-1',
    LogicalResourceId: 'AccountLogging',
    ResourceType: 'Custom::ApiGatewayAccountLogging',
    ResourceProperties: { ServiceToken: 'arn', RoleArn: OURS, PolicyArn: POLICY },
    ...event,
  }, { getRemainingTimeInMillis: () => remaining });
  return aws.answers[0];
}

test('a missing role is made, allowed to log and set', async () => {
  const answer = await call();

  expect(answer).toEqual({
    Status: 'SUCCESS',
    PhysicalResourceId: 'cdk-gatehouse-account-logging',
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1',
    RequestId: 'request-1',
    LogicalResourceId: 'AccountLogging',
  });
  expect(aws.accountRole).toBe(OURS);
  expect(aws.calls).toEqual(['GetAccount', 'GetRole', 'CreateRole', 'AttachRolePolicy', 'UpdateAccount']);
  expect(JSON.parse(written)).toEqual({ level: 'info', message: 'done', request: 'Create', status: 'set', roleArn: OURS });
});

test('a role somebody else set is left untouched, and IAM is not even asked', async () => {
  aws.accountRole = FOREIGN;

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.accountRole).toBe(FOREIGN);
  expect(aws.calls).toEqual(['GetAccount']);
});

test('our own role, set and alive, is left untouched', async () => {
  aws.accountRole = OURS;
  aws.addRole('cdk-gatehouse-apigateway-logs');

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.calls).toEqual(['GetAccount', 'GetRole']);
});

test('our own role, set and deleted, is made again', async () => {
  aws.accountRole = OURS;

  expect(await call({ RequestType: 'Update', PhysicalResourceId: 'cdk-gatehouse-account-logging' })).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.roles.get('cdk-gatehouse-apigateway-logs')?.policies).toEqual(new Set([POLICY]));
  expect(aws.calls).toContain('UpdateAccount');
});

test('a role another stack makes at the same moment is used', async () => {
  aws.addRole('cdk-gatehouse-apigateway-logs');
  aws.refuse('GetRole', { status: 404, type: 'NoSuchEntity', message: 'The role with name cdk-gatehouse-apigateway-logs cannot be found.' });

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.calls).toContain('CreateRole');
  expect(aws.accountRole).toBe(OURS);
});

test('a role prepared under our name needs no permission to make one', async () => {
  aws.addRole('cdk-gatehouse-apigateway-logs');

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.calls).toEqual(['GetAccount', 'GetRole', 'AttachRolePolicy', 'UpdateAccount']);
});

test.each([
  ['has not spread yet', [REFUSALS.rolePermissions, REFUSALS.roleCannotWrite, REFUSALS.rolePermissions]],
  ['is asked for too often', [REFUSALS.tooMany, REFUSALS.bareTooMany]],
  ['belongs to an account whose first API is just being made', [REFUSALS.noApiYet]],
  ['may not be set by us yet', [REFUSALS.denied, REFUSALS.denied]],
])('a role that %s is set a little later', async (_, refusals) => {
  aws.refuse('UpdateAccount', ...refusals);

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.accountRole).toBe(OURS);
});

test('an account without any API yet has no role', async () => {
  aws.refuse('GetAccount', REFUSALS.noApiYet);

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.accountRole).toBe(OURS);
});

test.each([
  ['GetAccount', REFUSALS.bareTooMany],
  ['GetRole', REFUSALS.iamTooMany],
  ['CreateRole', REFUSALS.iamTooMany],
  ['AttachRolePolicy', REFUSALS.iamTooMany],
])('a throttled %s is asked again', async (operation, refusal) => {
  aws.refuse(operation, refusal);

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.accountRole).toBe(OURS);
});

test('a role somebody else sets while we wait is left untouched', async () => {
  aws.refuse('UpdateAccount', () => {
    aws.accountRole = FOREIGN;
    return REFUSALS.tooMany;
  });

  expect(await call()).toMatchObject({ Status: 'SUCCESS' });
  expect(aws.accountRole).toBe(FOREIGN);
});

test.each([
  ['for a reason that never passes', [REFUSALS.malformedArn], 'The role ARN is not well formed'],
  ['for a reason that could have passed', Array(50).fill(REFUSALS.rolePermissions), 'does not have required permissions'],
  ['by the organisation', Array(50).fill(REFUSALS.denied), 'is not authorized to perform: apigateway:PATCH'],
])('a role that is refused %s fails the stack with the reason and a way out', async (_, refusals, reason) => {
  aws.refuse('UpdateAccount', ...refusals);

  const answer = await call();

  expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'cdk-gatehouse-account-logging', RequestId: 'request-1' });
  expect(answer.Reason).toContain(reason);
  expect(answer.Reason).toContain('aws apigateway update-account');
});

test('a delete makes no call at all and succeeds, even with properties nobody can read', async () => {
  aws.accountRole = OURS;

  expect(await call({ RequestType: 'Delete', PhysicalResourceId: 'from-another-life', ResourceProperties: {} }))
    .toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'from-another-life' });
  expect(aws.calls).toEqual([]);
  expect(aws.accountRole).toBe(OURS);
});

test.each([
  ['properties', { ResourceProperties: { RoleArn: OURS } }, 'RoleArn and PolicyArn'],
  ['request type', { RequestType: 'Inspect' }, 'Inspect'],
])('an event with the wrong %s is answered with a failure', async (_, event, reason) => {
  const answer = await call(event);

  expect(answer).toMatchObject({ Status: 'FAILED' });
  expect(answer.Reason).toContain(reason);
  expect(aws.calls).toEqual([]);
});
