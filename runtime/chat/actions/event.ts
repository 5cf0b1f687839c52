import type { Facts } from './handle';
import { CONNECT_CONTEXT } from '../../../lib/security/connect/connect-contract';

/** What API Gateway shows of a frame, as far as we look at it. */
export interface FrameEvent {
  readonly requestContext?: { readonly connectionId?: string; readonly authorizer?: Readonly<Record<string, unknown>> | null };
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/**
 * Who it is was decided when the connection was made, and API Gateway repeats it with every frame. Numbers come as texts.
 * Throws when it does not: then nobody knows whose frame it is, which only a chat behind another authorizer can bring about.
 */
export function factsOf({ requestContext, body, isBase64Encoded }: FrameEvent): Facts {
  const connection = requestContext?.connectionId;
  const { [CONNECT_CONTEXT.user]: user, [CONNECT_CONTEXT.expiresAt]: expiry } = requestContext?.authorizer ?? {};
  const expiresAt = typeof expiry === 'number' || (typeof expiry === 'string' && expiry !== '') ? Number(expiry) : NaN;
  if (!connection) throw new TypeError('the event has no connection');
  if (typeof user !== 'string' || user === '') throw new TypeError('the authorizer did not say who the user is');
  if (!Number.isFinite(expiresAt)) throw new TypeError('the authorizer did not say until when the user is known');
  return { connection, user, expiresAt, text: isBase64Encoded ? decoded(body ?? '') : body ?? '' };
}

function decoded(body: string): string {
  return Buffer.from(body, 'base64').toString('utf8');
}
