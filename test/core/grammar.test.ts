import { Aws, Lazy, Stack } from 'aws-cdk-lib';
import { checkJsonSchema, checkMappingTemplate } from '../../lib/core/grammar';

test('both grammars come with the package', () => {
  expect(checkJsonSchema({ type: 'strng' })).toEqual([expect.stringContaining('type must be one of')]);
  expect(checkMappingTemplate('#if($a)')).toEqual(['line 1: #if has no #end']);
});

test('what is only known at deployment is no problem of a schema', () => {
  const stack = new Stack();
  expect(checkJsonSchema({
    type: Lazy.string({ produce: () => 'object' }),
    required: [stack.stackName],
    minProperties: Lazy.number({ produce: () => 1 }),
    properties: { address: { $ref: `https://apigateway.amazonaws.com/restapis/${Aws.STACK_NAME}/models/Address` }, other: Lazy.any({ produce: () => ({}) }) },
  })).toEqual([]);
  expect(checkJsonSchema(Lazy.any({ produce: () => ({}) }))).toEqual([]);
});

test('a problem beside a token is still found', () => {
  expect(checkJsonSchema({ title: Aws.REGION, properties: { a: { maxLength: -1, description: Aws.REGION } } }))
    .toEqual(['properties.a.maxLength must be a whole number, 0 or more, got -1']);
});

test('a token in a template counts as text', () => {
  expect(checkMappingTemplate(`{ "TableName": "${Aws.STACK_NAME}", "Region": "${Aws.REGION}" }`)).toEqual([]);
  expect(checkMappingTemplate(Aws.REGION)).toEqual([]);
  expect(checkMappingTemplate('')).toEqual([]);
  expect(checkMappingTemplate(`${Aws.REGION}\n#set($a = )`)).toEqual(['line 2: "token#set($a = " cannot be followed by ")"']);
});
