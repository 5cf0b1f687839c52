import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { FLAGS, nagFindings } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

/** Every place in a tree where people put an API. */
const PLACES: [string, (app: App) => Stack][] = [
  ['a stack without an environment', (app) => new Stack(app, 'Shop')],
  ['a stack with an environment', (app) => new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } })],
  ['a stack of a stage', (app) => new Stack(new Stage(app, 'Production'), 'Shop')],
  ['a nested stack', (app) => new NestedStack(new Stack(app, 'Outer'), 'Shop')],
];

describe.each(FLAGS)('%s', (_name, props) => {
  describe.each(PLACES)('a door in %s', (_place, place) => {
    let stack: Stack;
    beforeEach(() => { stack = place(new App(props)); });

    test('synthesises and leaves no nag finding', () => {
      new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(stack)));
      Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::RestApi', 1);
      expect(nagFindings(stack).filter((finding) => !finding.includes('/Handler/'))).toEqual([]);
    });

    test('has room for a second one', () => {
      const backend = Backend.lambda(newFunction(stack));
      ['Orders', 'Products'].forEach((id) => new SecureRestApi(stack, id).addRoute('GET /', backend));
      Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Stage', 2);
    });
  });

  test('a door in a nested stack may call a function of the stack around it', () => {
    const outer = new Stack(new App(props), 'Outer');
    const nested = new NestedStack(outer, 'Shop');
    new SecureRestApi(nested, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(outer)));
    Template.fromStack(nested).resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('a nested stack waits for the role API Gateway logs with', () => {
    const outer = new Stack(new App(props), 'Outer');
    new SecureRestApi(new NestedStack(outer, 'Shop'), 'Orders').addRoute('GET /orders', Backend.mock());
    const template = Template.fromStack(outer);
    const [logging] = Object.keys(template.findResources('Custom::ApiGatewayAccountLogging'));
    const [nested] = Object.values(template.findResources('AWS::CloudFormation::Stack'));
    expect(nested.DependsOn).toContain(logging);
  });
});
