/**
 * What the construct library tells the functions that decide who may connect (runtime/connect), and what handlers find afterwards.
 * Shared with code that runs in AWS, so this file imports nothing.
 */

/** The environment variables of the authorizer. */
export const CONNECT_ENVIRONMENT = {
  /** What must be shown, of CONNECT_CREDENTIALS. Said and not concluded: a variable that got lost must not open the API. */
  credential: 'CREDENTIAL',
  /** Where the token is, of CONNECT_TOKEN_PLACES. */
  tokenPlace: 'TOKEN_PLACE',
  /** The name of the query parameter, or the subprotocol that is offered besides the token. */
  tokenName: 'TOKEN_NAME',
  /** Who issues the tokens, as in their claim `iss`. */
  issuer: 'TOKEN_ISSUER',
  /** For whom: one audience a line. */
  audiences: 'TOKEN_AUDIENCES',
  /** Scopes of which a scoped token needs one: one a line. */
  scopes: 'TOKEN_SCOPES',
  /** Where the issuer is reached instead of at its own address. The library never sets it: it is for tests against a local issuer. */
  issuerEndpoint: 'TOKEN_ISSUER_ENDPOINT',
  /** The name of the table of tickets. */
  ticketTable: 'TICKET_TABLE',
  /** Web pages that may connect, as in the header Origin: one a line. Not there: every page. */
  origins: 'ALLOWED_ORIGINS',
  /** The ARN of the secret that CloudFront brings. Not there: no CloudFront in front. */
  originSecret: 'ORIGIN_SECRET_ARN',
  /** Which of the last two must be there: one a line. Said for the same reason as the credential. */
  required: 'REQUIRED',
} as const;

/** Nothing, a JSON web token, one with a scope, or a ticket. */
export const CONNECT_CREDENTIALS = { none: 'none', token: 'token', scopedToken: 'scoped-token', ticket: 'ticket' } as const;

/** Between the values of a list. No origin, audience, scope and name of a claim has one inside. */
export const CONNECT_SEPARATOR = '\n';

/** In the header `Sec-WebSocket-Protocol`, which a browser lets a page set, or in the query. */
export const CONNECT_TOKEN_PLACES = { subprotocol: 'subprotocol', query: 'query' } as const;

/** The header with the subprotocols a client offers: `bearer, <token>`. The answer to `$connect` names the one that is spoken. */
export const SUBPROTOCOL_HEADER = 'Sec-WebSocket-Protocol';

/** The environment variables of the function behind `$connect` that names the subprotocol. */
export const ECHO_ENVIRONMENT = { subprotocol: 'SUBPROTOCOL' } as const;

/** The query parameter that brings a ticket. */
export const TICKET_PARAMETER = 'ticket';

/**
 * What the authorizer tells every later event of the connection, in `event.requestContext.authorizer`. Nothing where anybody may connect.
 * API Gateway passes texts, numbers and booleans only; together 8 KB at most (AWS: "Authorizer result size").
 */
export const CONNECT_CONTEXT = {
  /** Who it is: the claim `sub` of the token, or the user of the ticket. */
  user: 'user',
  /** The other claims, as a JSON object. An empty one when they are too many. */
  claims: 'claims',
  /** When the token, or whatever the ticket was given for, ends: seconds since 1970. 0 for never. */
  expiresAt: 'expiresAt',
} as const;

/** The environment variables of the function that gives tickets out. */
export const TICKET_ENVIRONMENT = {
  table: 'TICKET_TABLE',
  /** Seconds a ticket is good for. */
  lifetime: 'TICKET_LIFETIME',
  /** The claim of the caller that says who it is. */
  userClaim: 'TICKET_USER_CLAIM',
  /** Further claims to hand on: one a line. */
  claims: 'TICKET_CLAIMS',
} as const;

/** The attributes of the table of tickets. */
export const TICKET_TABLE = { partitionKey: 'pk', timeToLive: 'ttl' } as const;

/** A ticket stands in the table as this and its SHA-256 digest in hexadecimal: who reads the table cannot connect. */
export const TICKET_KEY_PREFIX = 'TICKET#';
