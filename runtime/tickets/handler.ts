import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { claimsOf, TicketEvent } from './caller';
import { holderOf, HolderTerms } from './holder';
import { TICKET_ENVIRONMENT, TICKET_TABLE } from '../../lib/security/connect/connect-contract';
import type { Now } from '../shared/accepted-secrets';
import { dynamoDb } from '../shared/dynamodb';
import { Environment, lines, wanted } from '../shared/environment';
import { log } from '../shared/log';
import { newTicket, TicketHolder, ticketKey } from '../shared/ticket';

/** An answer every kind of REST and HTTP API understands. */
export interface TicketAnswer {
  readonly statusCode: 200 | 401;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** The function behind `ApiTickets`: gives a ticket to a caller that API Gateway vouches for, and to nobody else. */
export function ticketsHandler(environment: Environment, now: Now): (event: TicketEvent) => Promise<TicketAnswer> {
  const table = wanted(environment, TICKET_ENVIRONMENT.table);
  const terms = termsIn(environment);
  const lifetime = lifetimeIn(environment);
  const client = dynamoDb();
  return async (event) => {
    const request = event.requestContext?.requestId;
    try {
      const holder = goodHolder(event, terms, now());
      const ticket = holder && await give(holder, { client, table, expiry: Math.ceil(now() / 1000) + lifetime });
      log('info', ticket ? 'given' : 'refused', { request });
      return ticket ? answer(200, { ticket, expiresIn: lifetime }) : answer(401, { message: 'Unauthorized' });
    } catch (error) {
      log('error', 'no ticket could be given', { request, error: String(error) });
      throw new NoTicket();
    }
  };
}

/** API Gateway may have kept the answer of an authorizer for longer than the token is good. */
function goodHolder(event: TicketEvent, terms: HolderTerms, now: number): TicketHolder | undefined {
  const claims = claimsOf(event);
  const holder = claims && holderOf(claims, terms);
  return holder && (holder.expiresAt === 0 || holder.expiresAt * 1000 > now) ? holder : undefined;
}

interface Place {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Seconds since 1970. */
  readonly expiry: number;
}

async function give({ user, claims, expiresAt }: TicketHolder, { client, table, expiry }: Place): Promise<string> {
  const ticket = newTicket();
  await client.send(new PutItemCommand({
    TableName: table,
    Item: {
      [TICKET_TABLE.partitionKey]: { S: ticketKey(ticket) },
      [TICKET_TABLE.timeToLive]: { N: String(expiry) },
      user: { S: user },
      claims: { S: JSON.stringify(claims) },
      expiresAt: { N: String(expiresAt) },
      exp: { N: String(expiry) },
    },
  }));
  return ticket;
}

function answer(statusCode: 200 | 401, body: object): TicketAnswer {
  return { statusCode, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: JSON.stringify(body) };
}

function termsIn(environment: Environment): HolderTerms {
  return { userClaim: wanted(environment, TICKET_ENVIRONMENT.userClaim), claims: lines(environment[TICKET_ENVIRONMENT.claims] ?? '') };
}

function lifetimeIn(environment: Environment): number {
  const seconds = Number(wanted(environment, TICKET_ENVIRONMENT.lifetime));
  if (!Number.isInteger(seconds) || seconds < 1) throw new TypeError(`${TICKET_ENVIRONMENT.lifetime} is a number of seconds`);
  return seconds;
}

class NoTicket extends Error {
  public override readonly name = 'NoTicket';
  public override readonly message = 'no ticket could be given';
}
