import { disconnect, DisconnectPorts } from './disconnect';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';
import type { Now } from '../ports';
import { sqsClient, SqsTasks } from '../queue/sqs-tasks';
import { presenceIn } from '../shared/environment';
import { documentClient } from '../store/client';
import { DynamoRegistry } from '../store/dynamo-registry';
import { DynamoRooms } from '../store/dynamo-rooms';

/** What API Gateway shows of a connection that is gone, as far as we look at it. */
export interface DisconnectEvent { readonly requestContext: { readonly connectionId: string } }

/** The function behind `$disconnect`. What it throws reaches nobody but the metric of its errors: rows it left die by themselves. */
export function disconnectHandler(environment: Environment, now: Now): (event: DisconnectEvent) => Promise<{ readonly statusCode: 200 }> {
  const ports = portsOf(environment, now);
  return async ({ requestContext }) => {
    await disconnect(requestContext.connectionId, ports);
    return { statusCode: 200 };
  };
}

function portsOf(environment: Environment, now: Now): DisconnectPorts {
  const props = { client: documentClient(), table: wanted(environment, CHAT_ENVIRONMENT.table), now };
  return {
    registry: new DynamoRegistry(props),
    rooms: new DynamoRooms(props),
    tasks: new SqsTasks({ client: sqsClient(), url: wanted(environment, CHAT_ENVIRONMENT.tasks) }),
    presence: presenceIn(environment),
    now,
  };
}
