/**
 * What the construct library tells the function that checks requests behind CloudFront (runtime/edge).
 * Shared with code that runs in AWS, so this file imports nothing.
 */

/** The header in which CloudFront brings the secret. In lower case, as HTTP APIs show header names. */
export const ORIGIN_HEADER = 'x-origin-verify';

/** The environment variables of the function. */
export const EDGE_ENVIRONMENT = {
  /** The ARN of the secret. */
  secret: 'ORIGIN_SECRET_ARN',
  /** Who may call through CloudFront, of EDGE_CALLERS. Said and not concluded: a variable that got lost must not open the API. */
  callers: 'CALLERS',
  /** Who issues the tokens, as in their claim `iss`. */
  issuer: 'TOKEN_ISSUER',
  /** For whom: one audience a line. */
  audiences: 'TOKEN_AUDIENCES',
  /** Scopes of which the token of a scoped bearer needs one: one a line. */
  scopes: 'TOKEN_SCOPES',
  /** Where the issuer is reached instead of at its own address. The library never sets it: it is for tests against a local issuer. */
  issuerEndpoint: 'TOKEN_ISSUER_ENDPOINT',
} as const;

/** Who may call through CloudFront: everybody, whoever has a token that counts, or only if it has a scope too. */
export const EDGE_CALLERS = { anyone: 'anyone', bearers: 'bearers', scopedBearers: 'scoped-bearers' } as const;

/** Between the values of a list. No audience and no scope has one inside. */
export const EDGE_SEPARATOR = '\n';
