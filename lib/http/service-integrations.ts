import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, HttpIntegrationType, IntegrationCredentials, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct, IConstruct } from 'constructs';
import { NewIntegrationSpec } from './http-backend';
import { MappingRules } from './integration-mapping';
import { IntegrationPlan } from './integration-plan';
import { makeServiceRole, ServiceSpec } from '../routes/service-role';

type SpecOf<Kind extends NewIntegrationSpec['kind']> = Extract<NewIntegrationSpec, { kind: Kind }>;

/** One action of one AWS service, on one resource. */
interface ServiceCall {
  readonly spec: ServiceSpec;
  readonly subtype: HttpIntegrationSubtype;
  /** What it is done to. */
  readonly target: IConstruct;
  /** What tells it from other calls on the same target. */
  readonly details?: { [name: string]: unknown };
  /** AWS: "Integration subtype reference" of HTTP APIs. */
  readonly parameters: { [name: string]: string | undefined };
}

export function planSqs(scope: Construct, spec: SpecOf<'sqs'>): IntegrationPlan {
  const { queue, options } = spec;
  const { messageGroupId, deduplicationId } = options;
  return plan(scope, {
    spec,
    subtype: HttpIntegrationSubtype.SQS_SEND_MESSAGE,
    target: queue,
    details: { messageGroupId, deduplicationId },
    parameters: {
      QueueUrl: queue.queueUrl,
      MessageBody: '$request.body',
      MessageGroupId: messageGroupId,
      MessageDeduplicationId: deduplicationId,
      Region: regionElsewhere(scope, queue.env.region),
    },
  });
}

export function planEventBridge(scope: Construct, spec: SpecOf<'event-bridge'>): IntegrationPlan {
  const { bus, options } = spec;
  const { source, detailType } = options;
  return plan(scope, {
    spec,
    subtype: HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
    target: bus,
    details: { source, detailType },
    parameters: {
      // The ARN and not the name, which means a bus of this account only.
      EventBusName: bus.eventBusArn,
      Source: source,
      DetailType: detailType,
      Detail: '$request.body',
      Region: regionElsewhere(scope, bus.env.region),
    },
  });
}

export function planStepFunctions(scope: Construct, spec: SpecOf<'step-functions'>): IntegrationPlan {
  const { stateMachine, options } = spec;
  return plan(scope, {
    spec,
    subtype: options.wait ? HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION : HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION,
    target: stateMachine,
    parameters: {
      StateMachineArn: stateMachine.stateMachineArn,
      Input: '$request.body',
      Region: regionElsewhere(scope, stateMachine.env.region),
    },
  });
}

export function planKinesis(scope: Construct, spec: SpecOf<'kinesis'>): IntegrationPlan {
  const { stream, options } = spec;
  const { partitionKey = '$context.requestId' } = options;
  return plan(scope, {
    spec,
    subtype: HttpIntegrationSubtype.KINESIS_PUT_RECORD,
    target: stream,
    details: { partitionKey },
    parameters: {
      StreamName: stream.streamName,
      Data: '$request.body',
      PartitionKey: partitionKey,
      Region: regionElsewhere(scope, stream.env.region),
    },
  });
}

function plan(scope: Construct, { spec, subtype, target, details, parameters }: ServiceCall): IntegrationPlan {
  return {
    name: target.node.id,
    identity: { subtype, target, ...details },
    request: given(parameters),
    service: true,
    bind: (id) => {
      const role = makeServiceRole(scope, `${id}Role`, spec);
      return {
        type: HttpIntegrationType.AWS_PROXY,
        subtype,
        credentials: IntegrationCredentials.fromRole(role),
        payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      };
    },
  };
}

/** API Gateway looks in its own Region unless told otherwise. */
function regionElsewhere(scope: Construct, region: string): string | undefined {
  const comparison = Token.compareStrings(region, Stack.of(scope).region);
  return comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED ? undefined : region;
}

function given(parameters: ServiceCall['parameters']): MappingRules {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}
