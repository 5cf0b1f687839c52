import { Stack } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { HttpNamespace, Service } from 'aws-cdk-lib/aws-servicediscovery';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { newVpc } from '../helpers/load-balancers';

function cloudMap(stack: Stack): Backend {
  const namespace = new HttpNamespace(stack, 'Namespace', { name: 'shop' });
  return Backend.cloudMap(new Service(stack, 'Service', { namespace }), { vpc: newVpc(stack), port: 8080 });
}

function stateMachine(stack: Stack): StateMachine {
  return new StateMachine(stack, 'Workflow', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')) });
}

test.each<[string, (stack: Stack) => Backend, RegExp]>([
  ['a service of AWS Cloud Map', cloudMap, /Application Load Balancer and write Backend\.alb\(listener\)/],
  ['a queue', (stack) => Backend.sqs(new Queue(stack, 'Queue')), /AwsIntegration\(\{ service: "sqs"/],
  ['an event bus', (stack) => Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop.orders', detailType: 'OrderPlaced' }), /"PutEvents"/],
  ['a state machine', (stack) => Backend.stepFunctions(stateMachine(stack)), /StepFunctionsIntegration\.startExecution\(stateMachine\)/],
  ['a stream', (stack) => Backend.kinesis(new Stream(stack, 'Stream')), /"PutRecord"/],
  ['an integration of HTTP APIs', (stack) => Backend.httpIntegration(new HttpLambdaIntegration('Http', newFunction(stack))), /aws-cdk-lib\/aws-apigateway$/],
])('%s behind a REST API is refused with advice, and leaves nothing behind', (given, backendOf, advice) => {
  const stack = newStack();
  const api = new SecureRestApi(stack, 'Orders');
  const backend = backendOf(stack);
  const before = stack.node.findAll().length;
  const add = () => api.addRoute('POST /orders', backend);
  expect(add).toThrow(`backend-not-on-rest-api: the route "POST /orders" has a backend that no REST API has: ${given}; `);
  expect(add).toThrow(advice);
  expect(stack.node.findAll()).toHaveLength(before);
});
