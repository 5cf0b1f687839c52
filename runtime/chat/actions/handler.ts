import { LambdaClient } from '@aws-sdk/client-lambda';
import type { ActionPorts, Answer } from './action';
import { factsOf, FrameEvent } from './event';
import { handle, measured } from './handle';
import { LambdaModerator, NO_MODERATOR } from './moderator';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';
import { callbackIn } from '../callback/from-environment';
import { metricsIn } from '../metrics/from-environment';
import type { Moderator, Now } from '../ports';
import { sqsClient, SqsTasks } from '../queue/sqs-tasks';
import { limitsIn, moderationFailureIn, presenceIn } from '../shared/environment';
import { logFailure, retryAfter } from '../shared/failure';
import { documentClient } from '../store/client';
import { DynamoMessages } from '../store/dynamo-messages';
import { DynamoRegistry } from '../store/dynamo-registry';
import { DynamoRooms } from '../store/dynamo-rooms';

/** What API Gateway sends to the caller by the route response. Without a body there is nothing to say; not proven without an account. */
export interface FrameAnswer { readonly statusCode: 200; readonly body?: string }

/** The function behind every route of the chat but `$connect`, `$disconnect` and `ping`. */
export function actionsHandler(environment: Environment, now: Now): (event: FrameEvent) => Promise<FrameAnswer> {
  const ports = portsOf(environment, now);
  return async (event) => {
    const answer = await answerTo(event, ports);
    return { statusCode: 200, ...answer && { body: JSON.stringify(answer) } };
  };
}

/** An event that does not say who it is from is answered without having been looked at. */
async function answerTo(event: FrameEvent, ports: ActionPorts): Promise<Answer> {
  try {
    return await handle(factsOf(event), ports);
  } catch (error) {
    logFailure('the event was not understood', error, {});
    return measured({ type: 'err', code: 'unavailable', retryAfterMs: retryAfter(error) }, ports);
  }
}

function portsOf(environment: Environment, now: Now): ActionPorts {
  const props = { client: documentClient(), table: wanted(environment, CHAT_ENVIRONMENT.table), now };
  const limits = limitsIn(environment);
  return {
    registry: new DynamoRegistry(props),
    rooms: new DynamoRooms(props),
    messages: new DynamoMessages({ ...props, retentionDays: limits.retentionDays }),
    moderator: moderatorIn(environment),
    callback: callbackIn(environment),
    tasks: new SqsTasks({ client: sqsClient(), url: wanted(environment, CHAT_ENVIRONMENT.tasks) }),
    metrics: metricsIn(environment, now),
    presence: presenceIn(environment),
    limits,
    now,
  };
}

/** Asked once: what it did not answer in time is not worth asking again. */
function moderatorIn(environment: Environment): Moderator {
  const functionArn = environment[CHAT_ENVIRONMENT.moderator];
  if (!functionArn) return NO_MODERATOR;
  return new LambdaModerator({ client: new LambdaClient({ maxAttempts: 1 }), functionArn, onFailure: moderationFailureIn(environment) });
}
