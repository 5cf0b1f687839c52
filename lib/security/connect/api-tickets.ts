import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CONNECT_SEPARATOR, TICKET_ENVIRONMENT, TICKET_TABLE } from './connect-contract';
import { makeBundledFunction } from '../../core/bundled-function';
import { refuse } from '../../core/refuse';
import { Waiver } from '../../core/waiver';

/** What tickets are good for. Every prop has a default that is right for most APIs. */
export interface ApiTicketsProps {
  /**
   * How long a ticket can be used, whole seconds, 5 s to 5 min: the time between fetching it and connecting. Shorter is safer, and a client on a slow
   * network needs a few seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly lifetime?: Duration;

  /**
   * The claim of the caller that says who it is. For IAM callers `sub` is the identity of the Cognito identity pool, or else the ARN of the role's
   * session or the user; for Lambda authorizers it is `sub` of the context, or else `principalId`.
   *
   * @default 'sub'
   */
  readonly userClaim?: string;

  /**
   * Further claims of the caller that the connection shall know, such as `['email', 'cognito:groups']`. What the caller does not have is left out.
   *
   * @default []
   */
  readonly claims?: string[];
}

/**
 * Single-use tickets with which clients connect to a WebSocket API: `Authorization.ticket(tickets)`.
 *
 * A page cannot send an `Authorization` header when it opens a WebSocket, and a token in the address ends up in logs. So it fetches a ticket over HTTPS,
 * from a route with the authorization its users have anyway, and connects with `?ticket=…` at once:
 *
 * ```text
 * POST /tickets                       -> {"ticket": "kXb0…", "expiresIn": 30}
 * wss://live.shop.example?ticket=kXb0…
 * ```
 *
 * A ticket opens every API that these tickets were given to: give APIs with other users tickets of their own.
 *
 * A ticket is 128 random bits, of which the table keeps a digest only. Using it deletes it, in one conditional write: of any number that try, one gets in.
 * It is worth nothing either once the caller's token has expired. A connection that was made in time outlives the token: handlers find its end in
 * `expiresAt` and may close it.
 */
export class ApiTickets extends Construct {
  /** The tickets that are out: nothing of value, and nothing that lives for more than minutes. DynamoDB encrypts it with a key of its own. */
  public readonly table: ITable;

  /**
   * The function that gives tickets out: put it behind a `POST` route of a REST or HTTP API, with any authorization that tells who calls:
   * `api.addRoute('POST /tickets', Backend.lambda(tickets.issuer))`. Callers that nobody vouches for get 401. Browsers of another origin need CORS there.
   */
  public readonly issuer: IFunction;

  constructor(scope: Construct, id: string, props: ApiTicketsProps = {}) {
    super(scope, id);
    const { lifetime = Duration.seconds(30), userClaim = 'sub', claims = [] } = props;
    checkLifetime(lifetime);
    checkClaims([userClaim, ...claims]);
    this.table = this.makeTable();
    this.issuer = makeBundledFunction(this, 'Issuer', {
      asset: 'tickets',
      description: 'Gives tickets to callers, good for one WebSocket connection each',
      environment: {
        [TICKET_ENVIRONMENT.table]: this.table.tableName,
        [TICKET_ENVIRONMENT.lifetime]: String(lifetime.toSeconds()),
        [TICKET_ENVIRONMENT.userClaim]: userClaim,
        ...claims.length > 0 && { [TICKET_ENVIRONMENT.claims]: claims.join(CONNECT_SEPARATOR) },
      },
      statements: [new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [this.table.tableArn] })],
    });
  }

  private makeTable(): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: TICKET_TABLE.partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TICKET_TABLE.timeToLive,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Waiver.record(table, {
      control: 'point-in-time recovery of the table of tickets',
      reason: 'a ticket is used within seconds or never, and a client that lost one fetches another',
      rules: ['AwsSolutions-DDB3'],
    });
    return table;
  }
}

function checkLifetime(lifetime: Duration): void {
  if (lifetime.isUnresolved()) return refuse('ticket-lifetime-out-of-range', { given: 'a value that is known at deployment only' });
  const given = lifetime.toSeconds({ integral: false });
  if (!Number.isInteger(given) || given < 5 || given > 300) refuse('ticket-lifetime-out-of-range', { given: `${given} s` });
}

/** Names with a line break would be taken for two, and an empty one for none. */
function checkClaims(names: string[]): void {
  const malformed = names.find((name) => name.trim() === '' || name.includes(CONNECT_SEPARATOR));
  if (malformed !== undefined) refuse('ticket-claim-malformed', { given: malformed });
}
