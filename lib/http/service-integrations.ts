import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, HttpIntegrationType, IntegrationCredentials, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { NewIntegrationSpec } from './http-backend';
import { MappingRules } from './integration-mapping';
import { IntegrationPlan } from './integration-plan';

type SpecOf<Kind extends NewIntegrationSpec['kind']> = Extract<NewIntegrationSpec, { kind: Kind }>;

/** One action of one AWS service, on one resource. */
interface ServiceCall {
  readonly subtype: HttpIntegrationSubtype;
  /** What it is done to. */
  readonly target: IConstruct;
  /** What tells it from other calls on the same target. */
  readonly details?: { [name: string]: unknown };
  /** AWS: "Integration subtype reference" of HTTP APIs. */
  readonly parameters: { [name: string]: string | undefined };
  /** Let the role do this and nothing else. */
  readonly grant: (role: Role) => void;
}

/** AWS: "Configure KMS permissions for producers" of Amazon SQS. */
const SQS_PRODUCER_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

export function planSqs(scope: Construct, { queue, options }: SpecOf<'sqs'>): IntegrationPlan {
  const { messageGroupId, deduplicationId } = options;
  return plan(scope, {
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
    // Less than `grantSendMessages`, which adds reading the queue's attributes and wildcards of key actions.
    grant: (role) => {
      queue.grant(role, 'sqs:SendMessage');
      queue.encryptionMasterKey?.grant(role, ...SQS_PRODUCER_KEY_ACTIONS);
    },
  });
}

export function planEventBridge(scope: Construct, { bus, options }: SpecOf<'event-bridge'>): IntegrationPlan {
  const { source, detailType } = options;
  return plan(scope, {
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
    grant: (role) => bus.grantPutEventsTo(role, 'PutEvents'),
  });
}

export function planStepFunctions(scope: Construct, { stateMachine, options }: SpecOf<'step-functions'>): IntegrationPlan {
  return plan(scope, {
    subtype: options.wait ? HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION : HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION,
    target: stateMachine,
    parameters: {
      StateMachineArn: stateMachine.stateMachineArn,
      Input: '$request.body',
      Region: regionElsewhere(scope, stateMachine.env.region),
    },
    grant: (role) => options.wait ? stateMachine.grantStartSyncExecution(role) : stateMachine.grantStartExecution(role),
  });
}

export function planKinesis(scope: Construct, { stream, options }: SpecOf<'kinesis'>): IntegrationPlan {
  const { partitionKey = '$context.requestId' } = options;
  return plan(scope, {
    subtype: HttpIntegrationSubtype.KINESIS_PUT_RECORD,
    target: stream,
    details: { partitionKey },
    parameters: {
      StreamName: stream.streamName,
      Data: '$request.body',
      PartitionKey: partitionKey,
      Region: regionElsewhere(scope, stream.env.region),
    },
    grant: (role) => {
      stream.grant(role, 'kinesis:PutRecord');
      stream.encryptionKey?.grant(role, 'kms:GenerateDataKey');
    },
  });
}

function plan(scope: Construct, { subtype, target, details, parameters, grant }: ServiceCall): IntegrationPlan {
  return {
    name: target.node.id,
    identity: { subtype, target, ...details },
    request: given(parameters),
    service: true,
    bind: (id) => {
      const role = invokeRole(scope, `${id}Role`);
      grant(role);
      return {
        type: HttpIntegrationType.AWS_PROXY,
        subtype,
        credentials: IntegrationCredentials.fromRole(role),
        payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      };
    },
  };
}

/**
 * Whom API Gateway is for the service.
 *
 * Without conditions on `aws:SourceAccount` or `aws:SourceArn`: API Gateway is reported to give neither when it takes the role of an integration,
 * which would lock it out (not proven here without an account). Only who may pass the role can put it behind an API.
 */
function invokeRole(scope: Construct, id: string): Role {
  return new Role(scope, id, { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
}

/** API Gateway looks in its own Region unless told otherwise. */
function regionElsewhere(scope: Construct, region: string): string | undefined {
  const comparison = Token.compareStrings(region, Stack.of(scope).region);
  return comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED ? undefined : region;
}

function given(parameters: ServiceCall['parameters']): MappingRules {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}
