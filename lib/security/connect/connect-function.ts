import { Fn } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { ApiTickets } from './api-tickets';
import { CONNECT_CREDENTIALS, CONNECT_ENVIRONMENT, CONNECT_SEPARATOR, CONNECT_TOKEN_PLACES } from './connect-contract';
import type { ConnectToken } from './connect-token';
import { makeBundledFunction } from '../../core/bundled-function';
import type { TokenTerms } from '../authorization-tokens';

/** What must be shown to connect. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly terms: TokenTerms; readonly token: ConnectToken }
  | { readonly kind: 'ticket'; readonly tickets: ApiTickets };

/** All that is checked before somebody may connect. */
export interface ConnectTerms {
  readonly credential: Credential;
  readonly origins?: string[];
  /** What CloudFront brings. */
  readonly secret?: ISecret;
}

type Variables = { [name: string]: string };

/** The function that checks it, which may do this and nothing else. */
export function makeConnectFunction(scope: Construct, id: string, { credential, origins, secret }: ConnectTerms): LambdaFunction {
  const statements = [
    ...credential.kind === 'ticket' ? [allow('dynamodb:DeleteItem', credential.tickets.table.tableArn)] : [],
    ...secret ? [allow('secretsmanager:GetSecretValue', secret.secretArn)] : [],
  ];
  return makeBundledFunction(scope, id, {
    asset: 'connect',
    description: `Lets clients connect to a WebSocket API${ASKED[credential.kind]}`,
    environment: { ...credentialVariables(credential), ...placeOfClientVariables(origins, secret) },
    statements,
  });
}

const ASKED: Record<Credential['kind'], string> = { none: '', token: ' with a valid token', ticket: ' with a ticket' };

function credentialVariables(credential: Credential): Variables {
  switch (credential.kind) {
    case 'none': return { [CONNECT_ENVIRONMENT.credential]: CONNECT_CREDENTIALS.none };
    case 'ticket': return {
      [CONNECT_ENVIRONMENT.credential]: CONNECT_CREDENTIALS.ticket,
      [CONNECT_ENVIRONMENT.ticketTable]: credential.tickets.table.tableName,
    };
    case 'token': return { ...termsVariables(credential.terms), ...placeOfTokenVariables(credential.token) };
  }
}

function termsVariables({ issuer, audiences, scopes }: TokenTerms): Variables {
  return {
    [CONNECT_ENVIRONMENT.credential]: scopes.length > 0 ? CONNECT_CREDENTIALS.scopedToken : CONNECT_CREDENTIALS.token,
    [CONNECT_ENVIRONMENT.issuer]: issuer,
    [CONNECT_ENVIRONMENT.audiences]: Fn.join(CONNECT_SEPARATOR, audiences),
    ...scopes.length > 0 && { [CONNECT_ENVIRONMENT.scopes]: Fn.join(CONNECT_SEPARATOR, scopes) },
  };
}

function placeOfTokenVariables({ _place: place, _name: name }: ConnectToken): Variables {
  return { [CONNECT_ENVIRONMENT.tokenPlace]: CONNECT_TOKEN_PLACES[place], [CONNECT_ENVIRONMENT.tokenName]: name };
}

/** Where clients must come from. Each is named besides, so that one that got lost is missed. */
function placeOfClientVariables(origins: string[] | undefined, secret: ISecret | undefined): Variables {
  const variables: Variables = {
    ...origins && { [CONNECT_ENVIRONMENT.origins]: Fn.join(CONNECT_SEPARATOR, origins) },
    ...secret && { [CONNECT_ENVIRONMENT.originSecret]: secret.secretArn },
  };
  const required = Object.keys(variables).join(CONNECT_SEPARATOR);
  return { ...variables, ...required !== '' && { [CONNECT_ENVIRONMENT.required]: required } };
}

function allow(action: string, resource: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: [resource] });
}
