import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Backend } from '../../lib/routes/backend';
import { Throttle } from '../../lib/traffic/throttle';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

describe("CDK's own template validation, as strict as the recommended flags make it,", () => {
  const before = process.env.CDK_VALIDATION;
  beforeAll(() => { process.env.CDK_VALIDATION = 'true'; });
  afterAll(() => { process.env.CDK_VALIDATION = before; });

  let app: App;
  let stack: Stack;
  beforeEach(() => {
    app = new App(FLAGS[0][1]);
    stack = new Stack(app, 'Shop');
  });

  test('looks at routes', () => {
    const { route } = new SecureWebSocketApi(stack, 'Live').addRoute('send', Backend.mock());
    (route.node.defaultChild as CfnRoute).addPropertyOverride('Colour', 'blue');
    expect(() => app.synth()).toThrow(/Colour/);
  });

  test('says nothing of a door with routes of every kind', () => {
    const api = new SecureWebSocketApi(stack, 'Live', {
      connect: Backend.lambda(newFunction(stack)), disconnect: Backend.sqs(new Queue(stack, 'Closed')), stage: { variables: { tenant: 'books' } },
    });
    const timeout = Duration.seconds(29);
    const machine = new StateMachine(stack, 'Machine', {
      stateMachineType: StateMachineType.EXPRESS, definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
    });
    api.addRoute('a', Backend.lambda(newFunction(stack, 'Other')), { timeout, reply: true, request: { body: { type: 'object' } }, throttle: Throttle.rate(5, 10) });
    api.addRoute('b', Backend.http('https://legacy.example.com/${stageVariables.tenant}', { headers: { 'x-shop': 'books' } }));
    api.addRoute('c', Backend.sqs(new Queue(stack, 'Queue')), { reply: true });
    api.addRoute('d', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop.orders', detailType: 'OrderPlaced' }));
    api.addRoute('e', Backend.stepFunctions(machine, { wait: true }), { reply: true });
    api.addRoute('f', Backend.kinesis(new Stream(stack, 'Stream')));
    api.addRoute('$default', Backend.mock({ body: { type: 'unknown' } }));
    const { directory } = app.synth();
    const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
    expect(JSON.stringify(pluginReports)).not.toContain('Shop/Live/');
  });
});
