import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BackendSpec } from './backend';

/** The backends that are a service of AWS, whichever kind of API calls it. */
export type ServiceSpec = Extract<BackendSpec, { kind: 'sqs' | 'event-bridge' | 'step-functions' | 'kinesis' }>;

/** AWS: "Configure KMS permissions for producers" of Amazon SQS. */
const SQS_PRODUCER_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Whom API Gateway is for the service: a role that may do the one thing the backend is there for.
 *
 * Without conditions on `aws:SourceAccount` or `aws:SourceArn`: API Gateway is reported to give neither when it takes the role of an integration,
 * which would lock it out (not proven here without an account). Only who may pass the role can put it behind an API.
 */
export function makeServiceRole(scope: Construct, id: string, spec: ServiceSpec): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
  grant(spec, role);
  return role;
}

function grant(spec: ServiceSpec, role: Role): void {
  switch (spec.kind) {
    case 'sqs':
      // Less than `grantSendMessages`, which adds reading the queue's attributes and wildcards of key actions.
      spec.queue.grant(role, 'sqs:SendMessage');
      spec.queue.encryptionMasterKey?.grant(role, ...SQS_PRODUCER_KEY_ACTIONS);
      return;
    case 'event-bridge':
      spec.bus.grantPutEventsTo(role, 'PutEvents');
      return;
    case 'step-functions':
      if (spec.options.wait) spec.stateMachine.grantStartSyncExecution(role);
      else spec.stateMachine.grantStartExecution(role);
      return;
    case 'kinesis':
      spec.stream.grant(role, 'kinesis:PutRecord');
      spec.stream.encryptionKey?.grant(role, 'kms:GenerateDataKey');
  }
}
