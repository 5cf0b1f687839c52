import { unlisted } from '../../e2e/differences';
import { Removal } from '../../e2e/removals';
import { Template } from '../../e2e/template';

const LISTED: Removal[] = [
  { type: 'AWS::WAFv2::WebACLAssociation', why: 'not known' },
  { type: 'AWS::CloudWatch::Alarm', path: 'Metrics', instead: { MetricName: 'Count' }, why: 'not known' },
];

const BEFORE: Template = {
  Outputs: { Url: { Value: 'https://a.example' } },
  Resources: {
    Association: { Type: 'AWS::WAFv2::WebACLAssociation' },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [], Threshold: 1 } },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      DependsOn: ['Association', 'Alarm'],
      Properties: { AuthorizationType: 'AWS_IAM', MethodResponses: [{ StatusCode: '200' }, { StatusCode: '404' }] },
    },
  },
};

/** The template with some resources replaced; `undefined` takes one out. */
function after(resources: object = {}, sections: object = {}): Template {
  const all = Object.entries({ ...BEFORE.Resources, ...resources }).filter(([, resource]) => resource !== undefined);
  return { ...BEFORE, ...sections, Resources: Object.fromEntries(all) } as Template;
}

test('nothing is unlisted in a template that did not change', () => {
  expect(unlisted(BEFORE, after(), LISTED)).toEqual([]);
});

test('listed removals, and waiting for them no longer, are no surprise', () => {
  const Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Count', Threshold: 1 } };
  const Method = { ...BEFORE.Resources.Method, DependsOn: ['Alarm'] };
  expect(unlisted(BEFORE, after({ Association: undefined, Alarm, Method }), LISTED)).toEqual([]);
});

test.each([
  ['a resource of another type that is gone', { Method: undefined }, 'AWS::ApiGateway::Method'],
  ['a resource that was not there', { Topic: { Type: 'AWS::SNS::Topic' } }, 'Resources/Topic'],
  ['another property of a listed type', { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: 2 } } }, 'AWS::CloudWatch::Alarm/Threshold'],
  ['a property of a type that is not listed', { Method: { ...BEFORE.Resources.Method, Properties: { AuthorizationType: 'NONE' } } },
    'AWS::ApiGateway::Method/AuthorizationType'],
  ['a dependency on something that is still there', { Method: { ...BEFORE.Resources.Method, DependsOn: ['Association'] } },
    'DependsOn of AWS::ApiGateway::Method'],
  ['a type', { Method: { ...BEFORE.Resources.Method, Type: 'AWS::ApiGateway::Resource' } }, 'Type of AWS::ApiGateway::Method'],
])('%s is told', (_name, resources, surprise) => {
  expect(unlisted(BEFORE, after(resources), LISTED)).toContain(surprise);
});

test('a change inside a list is told by its path', () => {
  const Properties = { ...BEFORE.Resources.Method.Properties, MethodResponses: [{ StatusCode: '200' }, { StatusCode: '500' }] };
  expect(unlisted(BEFORE, after({ Method: { ...BEFORE.Resources.Method, Properties } }), LISTED)).toEqual(['AWS::ApiGateway::Method/MethodResponses/*/StatusCode']);
});

test('a shorter list is told', () => {
  const Properties = { ...BEFORE.Resources.Method.Properties, MethodResponses: [{ StatusCode: '200' }] };
  expect(unlisted(BEFORE, after({ Method: { ...BEFORE.Resources.Method, Properties } }), LISTED)).toEqual(['AWS::ApiGateway::Method/MethodResponses']);
});

test('an output that is gone is told', () => {
  expect(unlisted(BEFORE, after({}, { Outputs: {} }), LISTED)).toEqual(['Outputs/Url']);
});
