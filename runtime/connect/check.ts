import { ConnectEvent, header, listed, query } from './request';
import { SUBPROTOCOL_HEADER, TICKET_PARAMETER } from '../../lib/security/connect/connect-contract';
import { ORIGIN_HEADER } from '../../lib/security/edge/edge-contract';
import type { Claims } from '../shared/claims';
import { looksLikeTicket, TicketHolder } from '../shared/ticket';
import { checkToken, Tokens } from '../shared/token-check';

/** Who connects. */
export type Caller = TicketHolder;

/** Where a token is, and whose counts. */
export interface TokenPorts extends Tokens {
  readonly place: 'subprotocol' | 'query';
  /** The subprotocol that is offered before the token, or the query parameter. */
  readonly name: string;
}

/** What the check relies on. What is not there is not asked. */
export interface Ports {
  readonly secrets?: { accepts(value: string): Promise<boolean> };
  readonly origins?: readonly string[];
  readonly tokens?: TokenPorts;
  /** Takes a ticket out of the world. Nothing when there was none that is still good. */
  readonly tickets?: { redeem(ticket: string): Promise<TicketHolder | undefined> };
}

/** What comes of it. A refusal has a word for the log; the client gets none. */
export type Verdict =
  | { readonly outcome: 'allowed'; readonly caller?: Caller }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'nothing-shown'; readonly reason: string };

/**
 * Whether a client may connect: through CloudFront, from a page that may, with a credential that counts; what is not asked is not looked at.
 * The credential comes last, so that a ticket is not used up by a page that may not connect. Throws when it cannot be known: then nobody gets in.
 */
export async function check(event: ConnectEvent, ports: Ports, now: number): Promise<Verdict> {
  const { secrets, origins, tokens, tickets } = ports;
  if (secrets && !await secrets.accepts(header(event, ORIGIN_HEADER) ?? '')) return refused('origin-header');
  if (origins && !origins.includes(header(event, 'Origin') ?? '')) return refused('origin');
  if (tokens) return byToken(shownToken(event, tokens), tokens);
  if (tickets) return byTicket(query(event, TICKET_PARAMETER), tickets, now);
  return { outcome: 'allowed' };
}

/** In the list of subprotocols it follows the name: `bearer, eyJ…`. */
function shownToken(event: ConnectEvent, { place, name }: TokenPorts): string {
  if (place === 'query') return query(event, name);
  const offered = listed(event, SUBPROTOCOL_HEADER);
  const index = offered.indexOf(name);
  return index < 0 ? '' : offered[index + 1] ?? '';
}

async function byToken(token: string, tokens: Tokens): Promise<Verdict> {
  if (token === '') return { outcome: 'nothing-shown', reason: 'token-missing' };
  const checked = await checkToken(token, tokens);
  return 'refused' in checked ? refused(checked.refused) : bearer(checked.claims);
}

/** Nobody is somebody without a name. */
function bearer({ sub: user, exp, ...claims }: Claims): Verdict {
  if (typeof user !== 'string' || user === '') return refused('token-without-subject');
  return { outcome: 'allowed', caller: { user, claims, expiresAt: Math.floor(Number(exp)) } };
}

async function byTicket(ticket: string, tickets: NonNullable<Ports['tickets']>, now: number): Promise<Verdict> {
  if (ticket === '') return { outcome: 'nothing-shown', reason: 'ticket-missing' };
  if (!looksLikeTicket(ticket)) return refused('ticket-malformed');
  const caller = await tickets.redeem(ticket);
  if (!caller) return refused('ticket-not-good');
  return caller.expiresAt !== 0 && caller.expiresAt * 1000 <= now ? refused('ticket-outlived') : { outcome: 'allowed', caller };
}

function refused(reason: string): Verdict {
  return { outcome: 'refused', reason };
}
