import { App, AppProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CanaryVerificationProps, CanaryVerificationStack } from '../../examples/canary-verification/stack';
import { PATCHES } from '../../examples/canary-verification/verify/patches';
import { promotePatch, removePatch, startPatch, stepPatch } from '../../runtime/canary/patches';
import { FLAGS } from '../helpers/apps';

const [[, RECOMMENDED]] = FLAGS;
const newStack = (props?: CanaryVerificationProps, app: AppProps = RECOMMENDED) => new CanaryVerificationStack(new App(app), 'CanaryVerification', props);
const template = (props?: CanaryVerificationProps) => Template.fromStack(newStack(props));
const idOf = (of: Template, type: string) => Object.keys(of.findResources(type)).at(0);

test.each([
  ['start', PATCHES.start('d2'), startPatch({ deploymentId: 'd2', percent: 10, overrides: {} })],
  ['step', PATCHES.step(), stepPatch(50)],
  ['promote', PATCHES.promote(), promotePatch()],
  ['remove', PATCHES.remove(), removePatch()],
])('the script patches as the library does: %s', (_name, ofScript, ofLibrary) => {
  expect(ofScript).toEqual(ofLibrary);
});

test.each(['AWS::ApiGateway::Deployment', 'AWS::Lambda::Version'])('another release is another %s', (type) => {
  expect(idOf(template({ release: '2' }), type)).not.toBe(idOf(template(), type));
});

test('the canary takes two steps of four minutes, and an alarm that is set by hand ends it', () => {
  template().hasResourceProperties('Custom::ApiCanaryRollout', {
    Steps: [10, 50],
    BakeSeconds: 240,
    AlarmNames: Match.arrayWith([{ Ref: Match.stringLikeRegexp('^DrillAlarm') }]),
  });
});

test('machines may be told less', () => {
  template({ bakeSeconds: '10' }).hasResourceProperties('Custom::ApiCanaryRollout', { BakeSeconds: '10' });
});

test('the neighbour fails before the first step ends, and is there only if it is asked for', () => {
  template({ failingNeighbour: true }).hasResourceProperties('AWS::CloudFormation::WaitCondition', { Timeout: '90' });
  template().resourceCountIs('AWS::CloudFormation::WaitCondition', 0);
});

test('the probe may describe two alarms, and not the third', () => {
  template().hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{
        Action: 'cloudwatch:DescribeAlarms',
        Effect: 'Allow',
        Resource: ['composite', 'drill'].map((name) => ({ 'Fn::Join': ['', Match.arrayWith([`:alarm:canary-verification-${name}`])] })),
      }],
    },
    PolicyName: Match.stringLikeRegexp('^AlarmProbe'),
  });
});

describe.each(FLAGS)('%s', (_name, app) => {
  test('it causes no warning', () => {
    expect(Annotations.fromStack(newStack({}, app)).findWarning('*', Match.anyValue())).toEqual([]);
  });
});
