import { IResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { IntegrationPlan, ONLY, RoutePlace, SELECT_ONLY } from './integration-plan';
import { CONNECTION, envelopeTemplate, formTemplate, jsonTemplate, MESSAGE, text, textIfGiven } from './service-templates';
import { SpecOf } from './websocket-backend';
import { makeServiceRole, ServiceSpec } from '../routes/service-role';

/** One action of one AWS service, on one resource. */
interface ServiceCall {
  readonly spec: ServiceSpec;
  /** What it is done to. */
  readonly target: IResource;
  /** As API Gateway calls the service. */
  readonly service: string;
  readonly action: string;
  /** For a service whose resources have addresses of their own. */
  readonly path?: string;
  /** What tells it from other calls on the same target. */
  readonly details?: { readonly [name: string]: unknown };
  /** What the service wants to see in the request, by the names of headers. */
  readonly headers: { readonly [name: string]: string };
  /** What makes a request of a message. */
  readonly template: string;
}

export function planSqs(scope: Construct, spec: SpecOf<'sqs'>, place: RoutePlace): IntegrationPlan {
  const { queue, options } = spec;
  const { messageGroupId, deduplicationId } = options;
  return plan(scope, place, {
    spec,
    target: queue,
    service: 'sqs',
    action: 'SendMessage',
    path: `${queue.env.account}/${queue.queueName}`,
    details: { messageGroupId, deduplicationId },
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    template: formTemplate({
      'Action': text('SendMessage'),
      'MessageBody': MESSAGE,
      'MessageGroupId': textIfGiven(messageGroupId),
      'MessageDeduplicationId': textIfGiven(deduplicationId),
      'MessageAttribute.1.Name': text('connectionId'),
      'MessageAttribute.1.Value.DataType': text('String'),
      'MessageAttribute.1.Value.StringValue': CONNECTION,
    }, place),
  });
}

export function planEventBridge(scope: Construct, spec: SpecOf<'event-bridge'>, place: RoutePlace): IntegrationPlan {
  const { bus, options } = spec;
  const { source, detailType } = options;
  return plan(scope, place, {
    spec,
    target: bus,
    service: 'events',
    action: 'PutEvents',
    details: { source, detailType },
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' },
    // The ARN and not the name, which means a bus of this account only.
    template: jsonTemplate({
      Entries: [{
        EventBusName: text(bus.eventBusArn), Source: text(source), DetailType: text(detailType), Detail: MESSAGE, Resources: [CONNECTION],
      }],
    }, place),
  });
}

export function planStepFunctions(scope: Construct, spec: SpecOf<'step-functions'>, place: RoutePlace): IntegrationPlan {
  const { stateMachine, options } = spec;
  return plan(scope, place, {
    spec,
    target: stateMachine,
    service: 'states',
    action: options.wait ? 'StartSyncExecution' : 'StartExecution',
    headers: { 'Content-Type': 'application/x-amz-json-1.0' },
    template: envelopeTemplate({ stateMachineArn: text(stateMachine.stateMachineArn), input: MESSAGE }, place),
  });
}

export function planKinesis(scope: Construct, spec: SpecOf<'kinesis'>, place: RoutePlace): IntegrationPlan {
  const { stream, options } = spec;
  const { partitionKey = '$context.connectionId' } = options;
  return plan(scope, place, {
    spec,
    target: stream,
    service: 'kinesis',
    action: 'PutRecord',
    details: { partitionKey },
    headers: { 'Content-Type': 'application/x-amz-json-1.1' },
    template: jsonTemplate({
      StreamName: text(stream.streamName), Data: { velocity: '$util.base64Encode($message)' }, PartitionKey: text(partitionKey),
    }, place),
  });
}

function plan(scope: Construct, { lifecycle }: RoutePlace, call: ServiceCall): IntegrationPlan {
  const { spec, target, service, action, details, headers, template } = call;
  const fixed = Object.entries(headers).map(([name, value]) => [`integration.request.header.${name}`, `'${value}'`]);
  return {
    name: target.node.id,
    identity: { call: `${service}:${action}`, target, lifecycle, ...details },
    answer: {},
    bind: (id) => {
      const role = makeServiceRole(scope, `${id}Role`, spec);
      return {
        integrationType: 'AWS',
        integrationMethod: 'POST',
        integrationUri: uriOf(scope, call),
        credentialsArn: role.roleArn,
        passthroughBehavior: 'NEVER',
        requestParameters: Object.fromEntries(fixed),
        requestTemplates: { [ONLY]: template },
        templateSelectionExpression: SELECT_ONLY,
      };
    },
  };
}

/** AWS: "For AWS integrations, … `arn:aws:apigateway:{region}:{service}:{path|action}/{service_api}`", of the integration's URI. */
function uriOf(scope: Construct, { target, service: account, action, path }: ServiceCall): string {
  const [resource, resourceName] = path === undefined ? ['action', action] : ['path', path];
  return Stack.of(scope).formatArn({ service: 'apigateway', region: target.env.region, account, resource, resourceName });
}
