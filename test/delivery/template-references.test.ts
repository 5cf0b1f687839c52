import { referencesIn } from '../../lib/delivery/template-references';

test.each<[string, unknown, string[]]>([
  ['a Ref', { Ref: 'Api' }, ['Api']],
  ['a Fn::GetAtt', { 'Fn::GetAtt': ['Handler', 'Arn'] }, ['Handler']],
  ['a Fn::GetAtt written as one word', { 'Fn::GetAtt': 'Nested.Outputs.Arn' }, ['Nested']],
  ['a Fn::Sub', { 'Fn::Sub': 'arn:${AWS::Partition}:${Api}/${Stage.Name}' }, ['AWS::Partition', 'Api', 'Stage']],
  ['a Fn::Sub with what is printed as it is', { 'Fn::Sub': '${!Literal}${Api}' }, ['Api']],
  ['a Fn::Sub with values of its own', { 'Fn::Sub': ['${Api}${Name}', { Name: { Ref: 'Parameter' } }] }, ['Api', 'Parameter']],
  ['a Fn::Join', { 'Fn::Join': ['', ['arn:', { Ref: 'Api' }, { Ref: 'Stage' }]] }, ['Api', 'Stage']],
  ['anything deeper', { a: [{ b: { 'Fn::If': ['Condition', { Ref: 'One' }, { Ref: 'Other' }] } }] }, ['One', 'Other']],
  ['no intrinsic function', { Ref: 7, text: 'Ref', nothing: null, none: undefined }, []],
  ['a text', '${Api}', []],
])('the names in %s are found', (_, value, names) => {
  expect([...referencesIn(value)]).toEqual(names);
});
