import { Removal } from '../../e2e/removals';
import { strip, unneeded } from '../../e2e/strip';
import { Template } from '../../e2e/template';

const ASSOCIATION: Removal = { type: 'AWS::WAFv2::WebACLAssociation', why: 'not known' };
const METRIC_MATH: Removal = { type: 'AWS::CloudWatch::Alarm', path: 'Metrics', instead: { MetricName: 'Count' }, why: 'not known' };
const CONDITION: Removal = { type: 'AWS::IAM::Role', path: 'Policies/*/Statement/*/Condition/ArnEquals', why: 'not known' };

const ACL = { Type: 'AWS::WAFv2::WebACL', Properties: { Scope: 'REGIONAL' } };
const ASSOCIATED = { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] } } };

function templateOf(Resources: Template['Resources'], sections: object = {}): Template {
  return { ...sections, Resources };
}

test('a listed type is removed, and nothing else', () => {
  const { template, removed } = strip(templateOf({ Acl: ACL, Association: ASSOCIATED }), [ASSOCIATION]);
  expect(template).toEqual(templateOf({ Acl: ACL }));
  expect(removed).toEqual([{ logicalId: 'Association', removal: ASSOCIATION }]);
});

test('a template without anything listed stays as it is', () => {
  const template = templateOf({ Acl: ACL }, { Parameters: { Name: { Type: 'String' } } });
  expect(strip(template, [ASSOCIATION, METRIC_MATH, CONDITION])).toEqual({ template, removed: [] });
});

test('the template that was handed in is not changed', () => {
  const template = templateOf({ Acl: ACL, Association: ASSOCIATED });
  const copy = structuredClone(template);
  strip(template, [ASSOCIATION]);
  expect(template).toEqual(copy);
});

test('what waited for a removed resource waits for the others only', () => {
  const both = { Type: 'AWS::SNS::Topic', DependsOn: ['Acl', 'Association'] };
  const one = { Type: 'AWS::SNS::Topic', DependsOn: 'Association' };
  const { template } = strip(templateOf({ Acl: ACL, Association: ASSOCIATED, Both: both, One: one }), [ASSOCIATION]);
  expect(template.Resources.Both.DependsOn).toEqual(['Acl']);
  expect(template.Resources.One).not.toHaveProperty('DependsOn');
});

test.each([
  ['Ref', { Ref: 'Association' }],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Association', 'Arn'] }],
  ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Association.Arn' }],
  ['Fn::Sub', { 'Fn::Sub': 'the ${Association.Arn} of it' }],
  ['Fn::Sub with values', { 'Fn::Sub': ['${Association}', {}] }],
])('a removed resource that somebody still refers to is refused: %s', (_name, reference) => {
  const referring = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::Join': ['', ['x', reference]] } } };
  expect(() => strip(templateOf({ Association: ASSOCIATED, Topic: referring }), [ASSOCIATION])).toThrow('Association is removed');
});

test('a removed resource that an output tells about is refused', () => {
  const template = templateOf({ Association: ASSOCIATED }, { Outputs: { Id: { Value: { Ref: 'Association' } } } });
  expect(() => strip(template, [ASSOCIATION])).toThrow('Association is removed');
});

test('a removed property leaves the resource, with what takes its place', () => {
  const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Id: 'a' }], Threshold: 1 } };
  const { template } = strip(templateOf({ Alarm: alarm }), [METRIC_MATH]);
  expect(template.Resources.Alarm.Properties).toEqual({ MetricName: 'Count', Threshold: 1 });
});

test('a resource without the listed property is left alone', () => {
  const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors', Threshold: 1 } };
  expect(strip(templateOf({ Alarm: alarm }), [METRIC_MATH])).toEqual({ template: templateOf({ Alarm: alarm }), removed: [] });
});

test('a path leads through lists, and takes from every element what it names and no more', () => {
  const role = (conditions: object[]) => ({
    Type: 'AWS::IAM::Role',
    Properties: { Policies: [{ Statement: conditions.map((Condition) => ({ Effect: 'Allow', Condition })) }] },
  });
  const before = role([{ ArnEquals: { key: 'a' } }, { StringEquals: { key: 'b' }, ArnEquals: { key: 'c' } }, { StringEquals: { key: 'd' } }]);
  const { template } = strip(templateOf({ Role: before }), [CONDITION]);
  expect(template.Resources.Role).toEqual(role([{}, { StringEquals: { key: 'b' } }, { StringEquals: { key: 'd' } }]));
});

test('an entry that no template needed is told', () => {
  const { removed } = strip(templateOf({ Association: ASSOCIATED }), [ASSOCIATION, METRIC_MATH]);
  expect(unneeded(removed, [ASSOCIATION, METRIC_MATH])).toEqual([METRIC_MATH]);
});
