import type { FindingText } from './finding';

/** Who may connect: tokens, tickets and origins of WebSocket APIs. */
export const CONNECT_FINDINGS = {
  'connect-subprotocol-malformed': {
    problem: 'a WebSocket subprotocol is one word of letters, digits, hyphens and the like, got "{given}"',
    instead: 'write ConnectToken.subprotocol("bearer")',
  },
  'connect-query-name-malformed': {
    problem: 'the query parameter of a token has letters, digits, periods, hyphens and underscores, got "{given}"',
    instead: 'write ConnectToken.query("token")',
  },
  'connect-token-without-tokens': {
    problem: 'it was said where JSON web tokens are, and {given} authorization asks for none',
    instead: 'leave ConnectToken out, or use Authorization.jwt or Authorization.cognito',
  },
  'connect-origins-empty': {
    problem: 'the list of web pages that may connect is empty, so that none could',
    instead: 'name them, origins: ["https://shop.example"], or leave the list out',
  },
  'connect-origin-malformed': {
    problem: 'an origin is a scheme and a host as browsers write them, in lower case and with nothing after it, got "{given}"',
    instead: 'write for example https://shop.example or http://localhost:5173; every page has to be named, there are no wildcards',
  },
  'connect-origins-too-long': {
    problem: 'the list of web pages that may connect has {given} characters, and the function that checks it has room for 2048',
    instead: 'serve the pages from fewer origins, or check the header Origin in a function of your own with Authorization.lambdaRequest',
  },
  'connect-origins-not-checkable': {
    problem: 'a list of origins was given, and {given} authorization leaves nobody who would look at the header Origin',
    instead: 'use Authorization.ticket, .jwt, .cognito or .none, or leave origins out and check the header in your own authorizer; '
      + 'with IAM no page can connect that cannot sign',
  },
  'connect-edge-not-guardable': {
    problem: '{given} authorization cannot be checked together with the secret header of CloudFront: $connect has one authorizer',
    instead: 'use Authorization.ticket, .jwt, .cognito or .none, or leave the edge out',
  },
  'connect-edge-mutual-tls': {
    problem: 'CloudFront was given a client certificate, and a WebSocket API cannot ask for one',
    instead: 'leave clientCertificate out of EdgeProtection: a secret header is the lock then',
  },
  'connect-subprotocol-unnamed': {
    problem: 'tokens come with a subprotocol, which the backend of $connect has to name, and {given} cannot: browsers would hang up',
    instead: 'leave connect out, write Backend.lambda(fn) with a function that answers the header Sec-WebSocket-Protocol, or use ConnectToken.query()',
  },
  'connect-authorizer-of-another-api': {
    problem: 'the authorizer of the WebSocket API at {path} was given to a route of another API',
    instead: 'make a ConnectAuthorizer for each API',
  },
  'connect-header-not-from-browsers': {
    problem: 'the authorizer finds callers by the header "{given}", which no page can set when it opens a WebSocket',
    instead: 'name what pages can send, identitySources: [IdentitySource.queryString("token")] or IdentitySource.header("Sec-WebSocket-Protocol"); '
      + 'acknowledge this if only machines connect',
  },
  'ticket-lifetime-out-of-range': {
    problem: 'a ticket is good for 5 to 300 whole seconds, got {given}',
    instead: 'write for example Duration.seconds(30): it is used at once, or not at all',
  },
  'ticket-claim-malformed': {
    problem: 'a claim has a name of one line, got "{given}"',
    instead: 'write for example userClaim: "sub" or claims: ["email"]',
  },
} as const satisfies Record<string, FindingText>;
