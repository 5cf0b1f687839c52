import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { HttpApiOfRoutes } from './integrations-harness';
import { Backend } from '../../lib/routes/backend';
import { HttpParameterMapping } from '../../lib/routes/parameter-mapping';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

describe("CDK's own template validation, as strict as the recommended flags make it,", () => {
  const before = process.env.CDK_VALIDATION;
  beforeAll(() => { process.env.CDK_VALIDATION = 'true'; });
  afterAll(() => { process.env.CDK_VALIDATION = before; });

  let app: App;
  let stack: Stack;
  let api: HttpApiOfRoutes;
  beforeEach(() => {
    app = new App(FLAGS[0][1]);
    stack = new Stack(app, 'Shop');
    api = new HttpApiOfRoutes(stack);
  });

  test('looks at integrations', () => {
    api.add('GET /orders', Backend.http('https://legacy.example.com'));
    (api.integrations.node.children[0].node.defaultChild as CfnIntegration).addPropertyOverride('Colour', 'blue');
    expect(() => app.synth()).toThrow(/Colour/);
  });

  test('says nothing of integrations of every kind, with timeouts and mappings', () => {
    const responses = { 404: { 'overwrite:statuscode': '410', 'remove:header.server': '' } };
    const timeout = Duration.seconds(30);
    api.add('GET /a', Backend.lambda(newFunction(stack)), { timeout, mapping: HttpParameterMapping.of({ responses }) });
    api.add('GET /b/{id}', Backend.http('https://legacy.example.com/{id}', { headers: { 'x-shop': 'books' } }), {
      mapping: HttpParameterMapping.of({ request: { 'append:querystring.q': '$context.requestId' }, responses }),
    });
    api.add('POST /c', Backend.sqs(new Queue(stack, 'Queue')));
    api.add('POST /d', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop.orders', detailType: 'OrderPlaced' }));
    const definitionBody = DefinitionBody.fromChainable(new Pass(stack, 'Pass'));
    const machine = new StateMachine(stack, 'Machine', { stateMachineType: StateMachineType.EXPRESS, definitionBody });
    api.add('POST /e', Backend.stepFunctions(machine, { wait: true }), { timeout });
    api.add('POST /f', Backend.kinesis(new Stream(stack, 'Stream')));
    const { directory } = app.synth();
    const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
    expect(JSON.stringify(pluginReports)).not.toContain('Shop/Api/');
  });
});
