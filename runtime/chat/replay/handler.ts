import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoStream } from './dynamo-stream';
import { replay, ReplayAnswer, ReplayRequest } from './replay';
import { SqsDeadLetters } from './sqs-dead-letters';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';
import { deliveryPortsIn, FunctionContext } from '../fan-out/wiring';
import { sqsClient } from '../queue/sqs-tasks';

/** An operator may call it with nothing at all. */
export function replayHandler(environment: Environment): (request: ReplayRequest | null, context: FunctionContext) => Promise<ReplayAnswer> {
  const portsFor = deliveryPortsIn(environment);
  const deadLetters = new SqsDeadLetters(sqsClient({ requestHandler: {} }), wanted(environment, CHAT_ENVIRONMENT.deadLetters));
  const stream = new DynamoStream(new DynamoDBStreamsClient({}));
  return (request, context) => replay(request ?? {}, { ...portsFor(context), deadLetters, stream });
}
