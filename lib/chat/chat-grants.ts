import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { CHAT_ENVIRONMENT } from './chat-contract';
import { grantKey } from './chat-key';
import { ChatQueues } from './chat-queues';

const TABLE_ACTIONS = [
  'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem',
];

/** What the grants are about. */
interface Granted {
  readonly table: Table;
  readonly queues: ChatQueues;
  readonly replay: IFunction;
  /** As the functions of the chat are told them. */
  readonly limits: string;
  readonly encryptionKey?: IKey;
}

/** Permissions of code of yours that has to do with a chat. */
export class ChatGrants {
  /** @internal */
  public static _on(granted: Granted): ChatGrants {
    return new ChatGrants(granted);
  }

  private constructor(private readonly granted: Granted) {}

  /**
   * Let a function use the server client, `chatServer()` of `cdk-gatehouse/chat-server`: make rooms, say who belongs to them, publish to a room
   * or a user, redact, close connections. Sets the environment variables the client reads and gives the permissions it needs.
   */
  public broadcast(backend: LambdaFunction): Grant {
    const { table, queues, limits, encryptionKey } = this.granted;
    backend.addEnvironment(CHAT_ENVIRONMENT.table, table.tableName);
    backend.addEnvironment(CHAT_ENVIRONMENT.tasks, queues.tasks.queueUrl);
    backend.addEnvironment(CHAT_ENVIRONMENT.limits, limits);
    grantKey(encryptionKey, backend);
    queues.tasks.grant(backend, 'sqs:SendMessage');
    return table.grant(backend, ...TABLE_ACTIONS);
  }

  /** Let an operator's role put dead letters back to work: `aws lambda invoke --function-name … answer.json`. */
  public replay(grantee: IGrantable): Grant {
    return this.granted.replay.grantInvoke(grantee);
  }
}
