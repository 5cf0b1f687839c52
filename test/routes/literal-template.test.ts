import { Aws, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { literalTemplate } from '../../lib/routes/literal-template';
import { newStack } from '../helpers/apps';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

const VARIABLES = "#set($dollar = '$')#set($hash = '#')";

describe('a document that is printed as it is', () => {
  test('is its JSON', () => {
    expect(stack.resolve(literalTemplate({ status: 'ok', parts: [1, null, true] }))).toBe('{"status":"ok","parts":[1,null,true]}');
  });

  test('keeps its dollar and hash signs out of reach of Velocity, in keys as in values', () => {
    expect(stack.resolve(literalTemplate({ $ref: ['#/a', { price: '$5' }] })))
      .toBe(`${VARIABLES}{"\${dollar}ref":["\${hash}/a",{"price":"\${dollar}5"}]}`);
  });

  test('keeps its tokens', () => {
    expect(stack.resolve(literalTemplate({ region: Aws.REGION, text: `$1 in ${Aws.REGION} #2` }))).toEqual({
      'Fn::Join': ['', [
        `${VARIABLES}{"region":"`, { Ref: 'AWS::Region' }, '","text":"${dollar}1 in ', { Ref: 'AWS::Region' }, ' ${hash}2"}',
      ]],
    });
  });

  test('keeps numbers that are only known at deployment', () => {
    const limit = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;
    expect(stack.resolve(literalTemplate({ limit }))).toEqual({ 'Fn::Join': ['', ['{"limit":', { Ref: 'Limit' }, '}']] });
  });

  test('keeps lists that are only known at deployment', () => {
    expect(JSON.stringify(stack.resolve(literalTemplate({ zones: Fn.getAzs() })))).not.toContain('Token');
  });
});
