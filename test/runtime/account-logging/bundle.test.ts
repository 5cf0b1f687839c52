import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FakeAws } from './fake-aws';

const BUNDLE = join(__dirname, '..', '..', '..', 'assets', 'account-logging', 'index.js');
const OURS = 'arn:aws:iam::111122223333:role/cdk-gatehouse-apigateway-logs';
const PROPERTIES = { RoleArn: OURS, PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs' };

/** Calls the handler as Lambda would: in a process of its own, with nothing but the bundle. */
const LAMBDA = `
  const [bundle, event] = process.argv.slice(1);
  require(bundle).handler(JSON.parse(event), { getRemainingTimeInMillis: () => 300000 });
`;

let aws: FakeAws;

beforeEach(async () => {
  aws = await FakeAws.start();
});

afterEach(() => aws.stop());

test('the function as it is shipped sets the role, answers and logs one line', async () => {
  const event = { RequestType: 'Create', ResponseURL: `${aws.url}/mailbox`, ResourceProperties: PROPERTIES };
  const env = { AWS_ENDPOINT_URL: aws.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LAMBDA, BUNDLE, JSON.stringify(event)], { env });

  expect(aws.violations).toEqual([]);
  expect(aws.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
  expect(aws.accountRole).toBe(OURS);
  expect(JSON.parse(stdout)).toEqual({ level: 'info', message: 'done', request: 'Create', status: 'set', roleArn: OURS });
});
