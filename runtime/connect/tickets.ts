import { AttributeValue, ConditionalCheckFailedException, DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ports } from './check';
import { TICKET_TABLE } from '../../lib/security/connect/connect-contract';
import type { Now } from '../shared/accepted-secrets';
import type { Claims } from '../shared/claims';
import { TicketHolder, ticketKey } from '../shared/ticket';

/** What takes tickets out of the table. */
type Tickets = NonNullable<Ports['tickets']>;

/**
 * One conditional delete: of any number that show the same ticket, DynamoDB lets one have it. A try that is repeated because its answer got lost finds
 * nothing any more; the client fetches another ticket.
 */
export function ticketsIn(client: DynamoDBClient, table: string, now: Now): Tickets {
  return {
    redeem: async (ticket) => {
      try {
        const { Attributes } = await client.send(new DeleteItemCommand({
          TableName: table,
          Key: { [TICKET_TABLE.partitionKey]: { S: ticketKey(ticket) } },
          ConditionExpression: 'attribute_exists(#key) AND #exp > :now',
          ExpressionAttributeNames: { '#key': TICKET_TABLE.partitionKey, '#exp': 'exp' },
          ExpressionAttributeValues: { ':now': { N: String(Math.floor(now() / 1000)) } },
          ReturnValues: 'ALL_OLD',
        }));
        return holderIn(Attributes ?? {});
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
  };
}

/** What we did not write ourselves opens nothing. */
function holderIn({ user, claims, expiresAt }: Record<string, AttributeValue>): TicketHolder {
  const holder = { user: user?.S, claims: objectIn(claims?.S), expiresAt: Number(expiresAt?.N) };
  if (!holder.user || !holder.claims || !Number.isInteger(holder.expiresAt)) throw new TypeError('the ticket in the table is not one of ours');
  return { user: holder.user, claims: holder.claims, expiresAt: holder.expiresAt };
}

function objectIn(json: string | undefined): Claims | undefined {
  const value: unknown = JSON.parse(json ?? 'null');
  return typeof value === 'object' && value !== null ? value as Claims : undefined;
}
