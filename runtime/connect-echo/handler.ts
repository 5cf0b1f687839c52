import { ECHO_ENVIRONMENT, SUBPROTOCOL_HEADER } from '../../lib/security/connect/connect-contract';
import { ConnectEvent, listed } from '../connect/request';
import { Environment, wanted } from '../shared/environment';

/** What API Gateway answers to the client with. */
export interface ConnectAnswer {
  readonly statusCode: 200;
  readonly headers?: { readonly [name: string]: string };
}

/**
 * The function behind `$connect` where tokens come in the list of subprotocols: it says that the one before the token is spoken. A browser that offered
 * subprotocols and hears of none hangs up; one that hears of a subprotocol it did not offer does too.
 */
export function echoHandler(environment: Environment): (event: ConnectEvent) => Promise<ConnectAnswer> {
  const subprotocol = wanted(environment, ECHO_ENVIRONMENT.subprotocol);
  return async (event) => listed(event, SUBPROTOCOL_HEADER).includes(subprotocol)
    ? { statusCode: 200, headers: { [SUBPROTOCOL_HEADER]: subprotocol } }
    : { statusCode: 200 };
}
