import { createHash, randomBytes } from 'node:crypto';
import type { Claims } from './claims';
import { TICKET_KEY_PREFIX } from '../../lib/security/connect/connect-contract';

/** Whom a ticket lets in. */
export interface TicketHolder {
  readonly user: string;
  readonly claims: Claims;
  /** When what the ticket was given for ends: seconds since 1970, 0 for never. */
  readonly expiresAt: number;
}

/** Nobody guesses 128 bits. */
const BYTES = 16;
const WRITTEN = /^[\w-]{22}$/;

export function newTicket(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** Whether it could be a ticket at all: what cannot is not looked for. */
export function looksLikeTicket(value: string): boolean {
  return WRITTEN.test(value);
}

/** Where a ticket is in the table. */
export function ticketKey(ticket: string): string {
  return TICKET_KEY_PREFIX + createHash('sha256').update(ticket).digest('hex');
}
