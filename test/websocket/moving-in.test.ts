import { ResourceImpact, fullDiff } from '@aws-cdk/cloudformation-diff';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnStage, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Backend } from '../../lib/routes/backend';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const KEYS = ['sendMessage', 'get/status', '$default'];

function plain(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const integration = new WebSocketLambdaIntegration('Live', newFunction(stack));
  const webSocketApi = new WebSocketApi(stack, 'Live', { connectRouteOptions: { integration }, disconnectRouteOptions: { integration } });
  KEYS.forEach((key) => webSocketApi.addRoute(key, { integration }));
  new WebSocketStage(stack, 'Production', { webSocketApi, stageName: 'prod', autoDeploy: true });
  return Template.fromStack(stack);
}

function secure(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const backend = Backend.lambda(newFunction(stack));
  const api = new SecureWebSocketApi(stack, 'Live', { connect: backend, disconnect: backend });
  KEYS.forEach((key) => api.addRoute(key, backend));
  const [stage] = Object.keys(plain(props).findResources('AWS::ApiGatewayV2::Stage'));
  (api.stage.node.defaultChild as CfnStage).overrideLogicalId(stage);
  return Template.fromStack(stack);
}

/** Everything callers or data depend on; integrations and permissions come and go. */
const LASTING = ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Route'];

describe.each(FLAGS)('an API that moves from WebSocketApi to SecureWebSocketApi and says which stage is its own, %s', (_name, props) => {
  test.each(LASTING)('keeps the logical ids of every %s', (type) => {
    expect(Object.keys(secure(props).findResources(type)).sort()).toEqual(Object.keys(plain(props).findResources(type)).sort());
  });

  test('replaces and destroys nothing that lasts, by the rules of CloudFormation', () => {
    const changes = Object.entries(fullDiff(plain(props).toJSON(), secure(props).toJSON()).resources.changes);
    const lost = changes.filter(([, change]) => LASTING.includes(change.newResourceType ?? change.oldResourceType ?? '')
      && ![ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE, ResourceImpact.NO_CHANGE].includes(change.changeImpact));
    expect(lost.map(([id, change]) => `${id} ${change.changeImpact}`)).toEqual([]);
    expect(changes.length).toBeGreaterThan(0);
  });
});

test('the logical ids of a door are a promise', () => {
  const stack = new Stack(new App(), 'Shop');
  new SecureWebSocketApi(stack, 'Live').addRoute('sendMessage', Backend.mock());
  const types = ['Api', 'Stage', 'Route'].map((type) => Object.keys(Template.fromStack(stack).findResources(`AWS::ApiGatewayV2::${type}`)));
  expect(types).toEqual([['Live848578DF'], ['LiveStage68014CA9'], ['LiveconnectRouteE6A2E569', expect.stringMatching(/^LivesendMessageRoute[0-9A-F]{8}$/)]]);
});
