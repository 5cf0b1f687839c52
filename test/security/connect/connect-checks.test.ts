import { Duration, Stack } from 'aws-cdk-lib';
import { newApp } from './connect-stack';
import { Authorization } from '../../../lib/security/authorization';
import { ApiTickets } from '../../../lib/security/connect/api-tickets';
import { checkConnect } from '../../../lib/security/connect/connect-checks';
import { ConnectToken } from '../../../lib/security/connect/connect-token';
import { EdgeProtection } from '../../../lib/security/edge/edge-protection';
import { newFunction } from '../../helpers/functions';
import { certificateIn } from '../edge/edge-stack';

const PAGE = 'https://shop.example';
const edge = EdgeProtection.cloudFront();
const stack: Stack = newApp();
const ticket = Authorization.ticket(new ApiTickets(stack, 'Tickets', { lifetime: Duration.seconds(10) }));
const jwt = Authorization.jwt({ issuer: 'https://login.shop.example', audiences: ['shop'] });

test.each([
  { authorization: Authorization.iam() },
  { authorization: Authorization.none('public'), origins: [PAGE], edge },
  { authorization: ticket, origins: [PAGE], edge },
  { authorization: jwt, token: ConnectToken.query(), origins: [PAGE], edge },
  { authorization: Authorization.lambdaRequest(newFunction(stack)) },
])('what can be together passes: %#', (decisions) => {
  expect(() => checkConnect(decisions)).not.toThrow();
});

test('what cannot is refused before there is any construct', () => {
  expect(() => checkConnect({ authorization: Authorization.iam(), edge })).toThrow(/^connect-edge-not-guardable/);
  expect(() => checkConnect({ authorization: Authorization.iam(), origins: [PAGE] })).toThrow(/^connect-origins-not-checkable/);
  expect(() => checkConnect({ authorization: ticket, token: ConnectToken.query() })).toThrow(/^connect-token-without-tokens/);
});

test('CloudFront with a client certificate is refused: no WebSocket API asks for one', () => {
  const mutual = EdgeProtection.cloudFront({ clientCertificate: certificateIn(stack, 'us-east-1') });
  expect(() => checkConnect({ authorization: ticket, edge: mutual })).toThrow(/^connect-edge-mutual-tls/);
});
