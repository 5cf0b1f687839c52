import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { allow, AuthorizerAnswer, deny, isOversize } from './answer';
import { check, Ports, TokenPorts, Verdict } from './check';
import type { ConnectEvent } from './request';
import { ticketsIn } from './tickets';
import { CONNECT_CREDENTIALS, CONNECT_ENVIRONMENT, CONNECT_TOKEN_PLACES } from '../../lib/security/connect/connect-contract';
import { AcceptedSecrets, Now } from '../shared/accepted-secrets';
import { get, secretVersions } from '../shared/aws-ports';
import { dynamoDb } from '../shared/dynamodb';
import { Environment, lines, wanted } from '../shared/environment';
import { Issuer } from '../shared/issuer';
import { log } from '../shared/log';

/** The function behind `ConnectAuthorizer`: who may connect to a WebSocket API. */
export function connectHandler(environment: Environment, now: Now): (event: ConnectEvent) => Promise<AuthorizerAnswer> {
  const ports = portsOf(environment, now);
  return async (event) => {
    const request = event.requestContext?.requestId;
    try {
      // Before a ticket is used up: a policy has to name what it allows, and nothing else will do.
      if (!event.methodArn) throw new TypeError('the event has no methodArn');
      return answer(event.methodArn, await check(event, ports, now()), request);
    } catch (error) {
      if (error instanceof Unauthorized) throw error;
      log('error', 'the client could not be checked', { request, error: String(error) });
      throw new CheckFailed();
    }
  };
}

function answer(methodArn: string, verdict: Verdict, request: string | undefined): AuthorizerAnswer {
  if (verdict.outcome !== 'allowed') {
    log('info', 'refused', { request, reason: verdict.reason });
    if (verdict.outcome === 'nothing-shown') throw new Unauthorized();
    return deny(methodArn);
  }
  const { caller } = verdict;
  log('info', 'allowed', { request, ...caller && isOversize(caller) && { claims: 'left out, they are too large' } });
  return allow(methodArn, caller);
}

function portsOf(environment: Environment, now: Now): Ports {
  lines(environment[CONNECT_ENVIRONMENT.required] ?? '').forEach((name) => wanted(environment, name));
  const secret = environment[CONNECT_ENVIRONMENT.originSecret];
  const origins = environment[CONNECT_ENVIRONMENT.origins];
  return {
    ...secret !== undefined && { secrets: new AcceptedSecrets(secretVersions(new SecretsManagerClient({}), secret), now) },
    ...origins !== undefined && { origins: lines(origins) },
    ...credentialPorts(environment, now),
  };
}

function credentialPorts(environment: Environment, now: Now): Ports {
  const credential = wanted(environment, CONNECT_ENVIRONMENT.credential);
  switch (credential) {
    case CONNECT_CREDENTIALS.none: return {};
    case CONNECT_CREDENTIALS.ticket: return { tickets: ticketsIn(dynamoDb(), wanted(environment, CONNECT_ENVIRONMENT.ticketTable), now) };
    case CONNECT_CREDENTIALS.token: return { tokens: tokenPorts(environment, now, []) };
    case CONNECT_CREDENTIALS.scopedToken: return { tokens: tokenPorts(environment, now, lines(wanted(environment, CONNECT_ENVIRONMENT.scopes))) };
    default: throw new TypeError(`${CONNECT_ENVIRONMENT.credential} is one of ${Object.values(CONNECT_CREDENTIALS).join(', ')}`);
  }
}

function tokenPorts(environment: Environment, now: Now, scopes: string[]): TokenPorts {
  const endpoint = environment[CONNECT_ENVIRONMENT.issuerEndpoint];
  const issuer = new Issuer({ issuer: wanted(environment, CONNECT_ENVIRONMENT.issuer), endpoint, get, now });
  return {
    place: placeIn(environment),
    name: wanted(environment, CONNECT_ENVIRONMENT.tokenName),
    terms: { audiences: lines(wanted(environment, CONNECT_ENVIRONMENT.audiences)), scopes },
    verify: (token) => issuer.verify(token),
  };
}

function placeIn(environment: Environment): TokenPorts['place'] {
  const given = wanted(environment, CONNECT_ENVIRONMENT.tokenPlace);
  const place = Object.values(CONNECT_TOKEN_PLACES).find((one) => one === given);
  if (!place) throw new TypeError(`${CONNECT_ENVIRONMENT.tokenPlace} is one of ${Object.values(CONNECT_TOKEN_PLACES).join(', ')}`);
  return place;
}

class CheckFailed extends Error {
  public override readonly name = 'CheckFailed';
  public override readonly message = 'the client could not be checked';
}

/** API Gateway answers 401 to this very message, and 500 to any other (developer guide, "Use API Gateway Lambda authorizers"). */
class Unauthorized extends Error {
  public override readonly name = 'Unauthorized';
  public override readonly message = 'Unauthorized';
}
