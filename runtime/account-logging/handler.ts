import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { IAMClient } from '@aws-sdk/client-iam';
import { apiGatewayAccount, iamRole } from './aws-ports';
import { Clock, ensureAccountLogging } from './ensure-account-logging';
import type { AccountLoggingProperties } from '../../lib/observability/account-logging-contract';
import { customResource, CustomResourceHandler } from '../shared/custom-resource';

/** Time kept for the answer: CloudFormation waits long for one that never comes. */
const TO_ANSWER = 20_000;

/** The function behind `ApiAccountLogging`. */
export function accountLoggingHandler(pause: Clock['pause']): CustomResourceHandler {
  const account = apiGatewayAccount(new APIGatewayClient({}));
  const iam = new IAMClient({});
  return customResource('cdk-gatehouse-account-logging', async ({ RequestType, ResourceProperties }, timeLeft) => {
    // Other stacks and other people's APIs may log with the role: it is never taken away.
    if (RequestType === 'Delete') return { status: 'left' };
    const clock: Clock = { timeLeft: () => timeLeft() - TO_ANSWER, pause };
    return ensureAccountLogging({ account, role: iamRole(iam, checked(ResourceProperties)), clock });
  });
}

function checked({ RoleArn, PolicyArn }: Readonly<Record<string, unknown>>): AccountLoggingProperties {
  if (typeof RoleArn === 'string' && typeof PolicyArn === 'string') return { RoleArn, PolicyArn };
  throw new TypeError('the resource needs the properties RoleArn and PolicyArn');
}
