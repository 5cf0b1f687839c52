import { BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../../../runtime/chat/store/keys';
import type { Row } from '../../../../runtime/chat/store/row';
import { startChatTable } from '../support/chat-table';
import type { ChatTable } from '../support/chat-table';

type Send = () => Promise<unknown>;

/** A table, and a clock that stands still until it is told otherwise. */
export class World {
  static async start(): Promise<World> {
    return new World(await startChatTable());
  }

  time = Date.UTC(2026, 10, 21);

  private constructor(private readonly chat: ChatTable) {}

  /** What every adapter takes. */
  get props() {
    return { client: this.chat.client, table: this.chat.table, now: () => this.time };
  }

  /** The same, with every command in other hands. */
  through(hands: (send: Send, command: object) => Promise<unknown>) {
    return { ...this.props, client: through(this.chat.client, hands) };
  }

  /** As it stands in the table, run out or not. */
  async rows(pk: string): Promise<readonly Row[]> {
    const query = new QueryCommand({ TableName: this.chat.table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } });
    return (await this.chat.client.send(query)).Items ?? [];
  }

  async put(Item: Row & Key): Promise<void> {
    await this.chat.client.send(new PutCommand({ TableName: this.chat.table, Item }));
  }

  async putAll(items: readonly (Row & Key)[]): Promise<void> {
    for (let start = 0; start < items.length; start += 25) {
      const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
      await this.chat.client.send(new BatchWriteCommand({ RequestItems: { [this.chat.table]: requests } }));
    }
  }

  async stop(): Promise<void> {
    await this.chat.stop();
  }
}

/** What is thrown where a function is killed. */
export class Killed extends Error {}

export type Death = 'before' | 'after';

/** Kills at the command of this number, counted from 0: when the table has not seen it yet, or when the answer does not come back. */
export function killedAt(number: number, death: Death) {
  let count = 0;
  return async (send: Send): Promise<unknown> => {
    const dead = count === number;
    count += 1;
    if (dead && death === 'before') throw new Killed('before the write');
    const answer = await send().catch((refusal: unknown) => ({ refusal }));
    if (dead) throw new Killed('after the write');
    if (answer && typeof answer === 'object' && 'refusal' in answer) throw answer.refusal;
    return answer;
  };
}

function through(client: DynamoDBDocumentClient, hands: (send: Send, command: object) => Promise<unknown>): DynamoDBDocumentClient {
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => hands(() => client.send(command), command);
  return new Proxy(client, { get: (target, name) => name === 'send' ? send : Reflect.get(target, name) });
}
