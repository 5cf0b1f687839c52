import type { CanaryRolloutProperties } from '../../../lib/delivery/canary-contract';
import { readRequestsMetric, readRollout } from '../../../runtime/canary/read-rollout';

const PROPERTIES: CanaryRolloutProperties = {
  RestApiId: 'api',
  StageName: 'v1',
  DeploymentId: 'd2',
  StageVariables: { table: 'orders' },
  Mode: 'manual',
  Steps: [12.5, 50],
  BakeSeconds: 600,
  DeadlineSeconds: 1_500,
  AlarmNames: ['errors'],
  MinimumRequests: 20,
  RequestsMetric: { Namespace: 'cdk-gatehouse/canary', MetricName: 'Requests' },
  OnForeignCanary: 'takeOver',
  OnDrift: 'fail',
};

/** As CloudFormation hands them over. */
const AS_TEXT: Readonly<Record<string, unknown>> = {
  ...PROPERTIES, ServiceToken: 'arn', Steps: ['12.5', '50'], BakeSeconds: '600', DeadlineSeconds: '1500', MinimumRequests: '20',
};

test('everything the template says is read, with numbers that came as text, and names nobody knows are passed over', () => {
  const rollout = {
    restApiId: 'api',
    stageName: 'v1',
    deploymentId: 'd2',
    variables: { table: 'orders' },
    isManual: true,
    steps: [12.5, 50],
    bakeMs: 600_000,
    deadlineMs: 1_500_000,
    alarms: ['errors'],
    minimumRequests: 20,
    takesOver: true,
    failsOnDrift: true,
  };
  expect(readRollout({ ...AS_TEXT, Invented: 'later' })).toEqual(rollout);
  expect(readRollout(PROPERTIES)).toEqual(rollout);
});

test('what need not be there has the value that changes nothing', () => {
  const { RestApiId, StageName, DeploymentId, Steps, BakeSeconds, DeadlineSeconds } = AS_TEXT;
  expect(readRollout({ RestApiId, StageName, DeploymentId, Steps, BakeSeconds, DeadlineSeconds })).toMatchObject({
    variables: {}, isManual: false, alarms: [], minimumRequests: 0, takesOver: false, failsOnDrift: false,
  });
});

test('a metric is read, or nothing', () => {
  expect(readRequestsMetric(AS_TEXT)).toEqual({ namespace: 'cdk-gatehouse/canary', metricName: 'Requests' });
  expect(readRequestsMetric({})).toBeUndefined();
});

test.each([
  ['RestApiId', undefined], ['StageName', ''], ['DeploymentId', 7],
  ['Steps', []], ['Steps', undefined], ['Steps', ['']], ['Steps', ['ten']], ['Steps', ['0']], ['Steps', ['101']], ['Steps', '10'],
  ['BakeSeconds', ''], ['BakeSeconds', '-1'], ['BakeSeconds', 'Infinity'], ['DeadlineSeconds', undefined], ['DeadlineSeconds', true],
  ['MinimumRequests', 'some'], ['Mode', 'automatic'], ['OnForeignCanary', 'FAIL'], ['OnDrift', 1],
  ['AlarmNames', 'errors'], ['AlarmNames', [undefined]], ['StageVariables', ['a']],
])('the property %s cannot be %j, and the error says so', (name, value) => {
  expect(() => readRollout({ ...AS_TEXT, [name]: value })).toThrow(`the property ${name} of the canary cannot be`);
});

test('a variable without a value is named', () => {
  expect(() => readRollout({ ...AS_TEXT, StageVariables: { table: { Ref: 'x' } } })).toThrow('the property StageVariables.table of the canary cannot be');
});

test('no properties at all are an error that names the first one', () => {
  expect(() => readRollout(undefined)).toThrow('the property RestApiId of the canary cannot be left out');
  expect(() => readRequestsMetric({ RequestsMetric: { Namespace: 'n' } })).toThrow('the property RequestsMetric.MetricName of the canary cannot be left out');
});
