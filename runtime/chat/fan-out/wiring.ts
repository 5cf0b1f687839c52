import { setTimeout as sleep } from 'node:timers/promises';
import { Pace } from './pace';
import type { DeliveryPorts } from './ports';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';
import { callbackIn } from '../callback/from-environment';
import { metricsIn } from '../metrics/from-environment';
import { sqsClient, SqsTasks } from '../queue/sqs-tasks';
import { presenceIn } from '../shared/environment';
import { documentClient } from '../store/client';
import { DynamoRegistry } from '../store/dynamo-registry';
import { DynamoRooms } from '../store/dynamo-rooms';

/** What Lambda tells of an invocation, as far as we look at it. */
export interface FunctionContext { getRemainingTimeInMillis(): number }

/** The world of the functions that deliver. All but the time that is left lives as long as the container, the pace above all. */
export function deliveryPortsIn(environment: Environment): (context: FunctionContext) => DeliveryPorts {
  const now = () => Date.now();
  const table = { client: documentClient(), table: wanted(environment, CHAT_ENVIRONMENT.table), now };
  const ports = {
    registry: new DynamoRegistry(table),
    rooms: new DynamoRooms(table),
    callback: callbackIn(environment),
    tasks: new SqsTasks({ client: sqsClient(), url: wanted(environment, CHAT_ENVIRONMENT.tasks) }),
    metrics: metricsIn(environment, now),
    presence: presenceIn(environment),
    pace: new Pace(postsPerSecondIn(environment), now),
    now,
    sleep,
    random: Math.random,
  };
  return (context) => ({ ...ports, timeLeft: () => context.getRemainingTimeInMillis() });
}

function postsPerSecondIn(environment: Environment): number {
  const value = Number(wanted(environment, CHAT_ENVIRONMENT.postsPerSecond));
  if (value > 0) return value;
  throw new TypeError(`${CHAT_ENVIRONMENT.postsPerSecond} is a number of posts, more than 0`);
}
