import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { check, Ports, Verdict } from './check';
import { EDGE_CALLERS, EDGE_ENVIRONMENT, ORIGIN_HEADER } from '../../lib/security/edge/edge-contract';
import { AcceptedSecrets, Now } from '../shared/accepted-secrets';
import { get, secretVersions } from '../shared/aws-ports';
import { Environment, lines, wanted } from '../shared/environment';
import { Issuer } from '../shared/issuer';
import { log } from '../shared/log';

/** What API Gateway shows an authorizer of an HTTP API (payload format 2.0), as far as we look at it. */
export interface AuthorizerEvent {
  readonly routeKey?: string;
  readonly headers?: { readonly [name: string]: string | undefined };
  readonly requestContext?: { readonly requestId?: string };
}

/** Its answer. Handlers find the context in `event.requestContext.authorizer.lambda`. */
export interface AuthorizerAnswer {
  readonly isAuthorized: boolean;
  readonly context?: { readonly claims: object; readonly scopes: readonly string[] };
}

/** The function behind `ApiEdge`: lets in what came through CloudFront and, if that is asked, with a token that counts. */
export function edgeHandler(environment: Environment, now: Now): (event: AuthorizerEvent) => Promise<AuthorizerAnswer> {
  const ports = portsOf(environment, now);
  return async (event) => {
    const { routeKey: route, headers = {} } = event;
    const request = event.requestContext?.requestId;
    try {
      const verdict = await check({ originHeader: headers[ORIGIN_HEADER], authorization: headers.authorization }, ports);
      log('info', verdict.allowed ? 'allowed' : 'refused', { request, route, ...!verdict.allowed && { reason: verdict.reason } });
      return answer(verdict);
    } catch (error) {
      // An answer would be kept by API Gateway; a failure is not, so the caller may try again.
      log('error', 'the request could not be checked', { request, route, error: String(error) });
      throw new CheckFailed();
    }
  };
}

function answer(verdict: Verdict): AuthorizerAnswer {
  if (!verdict.allowed) return { isAuthorized: false };
  return verdict.bearer ? { isAuthorized: true, context: verdict.bearer } : { isAuthorized: true };
}

function portsOf(environment: Environment, now: Now): Ports {
  const secrets = new AcceptedSecrets(secretVersions(new SecretsManagerClient({}), wanted(environment, EDGE_ENVIRONMENT.secret)), now);
  const callers = wanted(environment, EDGE_ENVIRONMENT.callers);
  if (callers === EDGE_CALLERS.anyone) return { secrets };
  const endpoint = environment[EDGE_ENVIRONMENT.issuerEndpoint];
  const issuer = new Issuer({ issuer: wanted(environment, EDGE_ENVIRONMENT.issuer), endpoint, get, now });
  const audiences = lines(wanted(environment, EDGE_ENVIRONMENT.audiences));
  const terms = { audiences, scopes: scopesFor(callers, environment) };
  return { secrets, tokens: { terms, verify: (token) => issuer.verify(token) } };
}

function scopesFor(callers: string, environment: Environment): string[] {
  if (callers === EDGE_CALLERS.bearers) return [];
  if (callers === EDGE_CALLERS.scopedBearers) return lines(wanted(environment, EDGE_ENVIRONMENT.scopes));
  throw new TypeError(`${EDGE_ENVIRONMENT.callers} is one of ${Object.values(EDGE_CALLERS).join(', ')}`);
}

class CheckFailed extends Error {
  public override readonly name = 'CheckFailed';
  public override readonly message = 'the request could not be checked';
}
