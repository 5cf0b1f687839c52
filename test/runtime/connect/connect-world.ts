import { CONNECT_ENVIRONMENT } from '../../../lib/security/connect/connect-contract';
import type { AuthorizerAnswer } from '../../../runtime/connect/answer';
import { connectHandler } from '../../../runtime/connect/handler';
import type { ConnectEvent } from '../../../runtime/connect/request';
import { ticketsHandler } from '../../../runtime/tickets/handler';
import { CapturedLog } from '../shared/captured-log';
import { FakeWorld, SECRET_ARN } from '../shared/fake-world';
import { TICKETS, TicketsTable } from '../shared/tickets-table';
import { SigningKey } from '../shared/tokens';

export const ISSUER = 'https://login.shop.example/pool';
export const METHOD = 'arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/live/$connect';
export const PAGE = 'https://shop.example';
export const SECRET = 'current-secret';
export const KEY = new SigningKey('one');

export type Authorize = (event: ConnectEvent) => Promise<AuthorizerAnswer>;
type Variables = Record<string, string>;

/** Everything the functions of a connection talk to, and a clock by hand. */
export class ConnectWorld {
  public static async start(): Promise<ConnectWorld> {
    return new ConnectWorld(await FakeWorld.start(), await TicketsTable.start());
  }

  /** Milliseconds since 1970. */
  public now = Date.now();
  public readonly log = new CapturedLog();
  private readonly before = { ...process.env };

  private constructor(public readonly outside: FakeWorld, public readonly table: TicketsTable) {
    outside.keys = [KEY.jwk];
    outside.configuration = { issuer: ISSUER, jwks_uri: `${outside.url}/keys` };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: outside.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_MAX_ATTEMPTS: '1',
    });
  }

  public async stop(): Promise<void> {
    jest.restoreAllMocks();
    process.env = this.before;
    await this.outside.stop();
    await this.table.stop();
  }

  /** The authorizer, told these variables. */
  public authorizer(variables: Variables): Authorize {
    return connectHandler(variables, () => this.now);
  }

  /** Where anybody may connect that comes from the right place. */
  public open(variables: Variables = {}): Authorize {
    return this.authorizer({ [CONNECT_ENVIRONMENT.credential]: 'none', ...variables });
  }

  public bearers(variables: Variables = {}): Authorize {
    return this.authorizer({
      [CONNECT_ENVIRONMENT.credential]: 'token',
      [CONNECT_ENVIRONMENT.tokenPlace]: 'subprotocol',
      [CONNECT_ENVIRONMENT.tokenName]: 'bearer',
      [CONNECT_ENVIRONMENT.issuer]: ISSUER,
      [CONNECT_ENVIRONMENT.issuerEndpoint]: `${this.outside.url}/pool`,
      [CONNECT_ENVIRONMENT.audiences]: 'office\nshop',
      ...variables,
    });
  }

  public holders(variables: Variables = {}): Authorize {
    return this.authorizer({ [CONNECT_ENVIRONMENT.credential]: 'ticket', [CONNECT_ENVIRONMENT.ticketTable]: TICKETS, ...variables });
  }

  /** A ticket, fetched as users do. */
  public async ticket(claims: object = { sub: 'ann', email: 'ann@shop.example' }): Promise<string> {
    const give = ticketsHandler({
      TICKET_TABLE: TICKETS, TICKET_LIFETIME: '30', TICKET_USER_CLAIM: 'sub', TICKET_CLAIMS: 'email\ncognito:groups',
    }, () => this.now);
    return JSON.parse((await give({ requestContext: { authorizer: { jwt: { claims } } } })).body).ticket;
  }

  public claims(overrides: object = {}): object {
    const seconds = Math.floor(this.now / 1000);
    return { iss: ISSUER, aud: 'shop', sub: 'ann', scope: 'profile chat', iat: seconds, exp: seconds + 300, ...overrides };
  }
}

export const behindCloudFront = { [CONNECT_ENVIRONMENT.originSecret]: SECRET_ARN };
export const forPages = { [CONNECT_ENVIRONMENT.origins]: `http://localhost:5173\n${PAGE}` };

/** A client that connects, as API Gateway shows it. */
export function connecting(headers: Record<string, string> = {}, queryStringParameters?: Record<string, string>): ConnectEvent {
  return {
    methodArn: METHOD,
    headers: { Host: 'abcdef1234.execute-api.eu-west-1.amazonaws.com', Upgrade: 'websocket', ...headers },
    queryStringParameters,
    requestContext: { requestId: 'request-1' },
  };
}

export function policy(effect: 'Allow' | 'Deny', principalId: string): AuthorizerAnswer {
  return { principalId, policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: METHOD }] } };
}

export const DENIED = policy('Deny', 'nobody');
