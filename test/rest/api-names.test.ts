import { App, Aws, NestedStack, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { SecureRestApiProps } from '../../lib/rest/secure-rest-api-props';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function warned(first: Construct, second: Construct, props: SecureRestApiProps = {}): boolean {
  new SecureRestApi(new Construct(first, 'One'), 'Api', props);
  const api = new SecureRestApi(new Construct(second, 'Two'), 'Api', props);
  return JSON.stringify(api.node.metadata).includes('api-name-shared');
}

describe('two APIs of one name', () => {
  let app: App;
  beforeEach(() => { app = new App(); });

  test('in one stack are warned about, because they share their metrics', () => {
    const stack = new Stack(app, 'Shop');
    expect(warned(stack, stack)).toBe(true);
  });

  test('in a stack and its nested stack are warned about', () => {
    const stack = new Stack(app, 'Shop');
    expect(warned(stack, new NestedStack(stack, 'Nested'))).toBe(true);
  });

  test('in two stacks of one account and Region are warned about', () => {
    expect(warned(new Stack(app, 'A', { env: ENV }), new Stack(app, 'B', { env: ENV }))).toBe(true);
  });

  test('in two Regions are fine', () => {
    expect(warned(new Stack(app, 'A', { env: ENV }), new Stack(app, 'B', { env: { ...ENV, region: 'us-east-1' } }))).toBe(false);
  });

  test('in two stacks that do not say where they go are fine', () => {
    expect(warned(new Stack(app, 'A'), new Stack(app, 'B'))).toBe(false);
  });

  test('in two apps are fine', () => {
    expect(warned(new Stack(app, 'Shop', { env: ENV }), new Stack(new App(), 'Shop', { env: ENV }))).toBe(false);
  });

  test('whose name is only known at deployment are fine', () => {
    const stack = new Stack(app, 'Shop');
    expect(warned(stack, stack, { restApiName: `orders-${Aws.STACK_NAME}` })).toBe(false);
  });
});
