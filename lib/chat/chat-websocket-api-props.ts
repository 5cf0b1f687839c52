import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ChatAlarmsOptions } from './chat-alarms-options';
import { ChatDelivery } from './chat-delivery';
import { ChatLimits } from './chat-limits';
import { ChatPresence } from './chat-presence';
import { MessageRetention } from './message-retention';
import { Moderation } from './moderation';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { ExecutionLog } from '../observability/execution-log';
import { Authorization } from '../security/authorization';
import { ApiTicketsProps } from '../security/connect/api-tickets';
import { ConnectToken } from '../security/connect/connect-token';
import { EdgeProtection } from '../security/edge/edge-protection';
import { CustomDomain } from '../traffic/custom-domain';
import { Throttle } from '../traffic/throttle';
import { WebSocketStageOptions } from '../websocket/secure-websocket-api-props';

/** The decisions of a chat. None is needed. */
export interface ChatWebSocketApiProps {
  /**
   * The name in the console, and the dimension of the chat's metrics: two chats of one name in a Region are counted together.
   *
   * @default - the construct id
   */
  readonly apiName?: string;

  /**
   * What the chat is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Answer over IPv6 besides IPv4. Off gives IPv4 only.
   *
   * @default true
   */
  readonly dualStack?: boolean;

  /**
   * How people prove who they are when they connect. A chat has to know: IAM and `none` are refused. The context of a Lambda authorizer of yours
   * has to have `user`, who it is, and `expiresAt`, until when that is known: seconds since 1970, or 0.
   *
   * @default - tickets: `chat.tickets.issuer` gives them out behind a route of an API that knows its callers
   */
  readonly authorization?: Authorization;

  /**
   * How long tickets are good for, and what they say of people.
   *
   * @default {}
   */
  readonly tickets?: ApiTicketsProps;

  /**
   * Where JSON web tokens are, when `authorization` asks for them.
   *
   * @default ConnectToken.subprotocol()
   */
  readonly token?: ConnectToken;

  /**
   * The web pages that may connect, as in the header `Origin`: `https://chat.example.com`.
   *
   * @default - every page
   */
  readonly origins?: string[];

  /**
   * How much one connection, and one user, may do.
   *
   * @default ChatLimits.standard()
   */
  readonly limits?: ChatLimits;

  /**
   * How long messages stay in the history.
   *
   * @default MessageRetention.of(Duration.days(365))
   */
  readonly retention?: MessageRetention;

  /**
   * What a room is told about who is there.
   *
   * @default ChatPresence.members()
   */
  readonly presence?: ChatPresence;

  /**
   * Who looks at a message before it is stored.
   *
   * @default Moderation.off()
   */
  readonly moderation?: Moderation;

  /**
   * How fast messages are handed to connections. The default leaves 3,000 requests a second of the usual throttle of an account to everything else.
   *
   * @default ChatDelivery.paced(7000)
   */
  readonly delivery?: ChatDelivery;

  /**
   * A key for the table and the queues, which AWS's own keys encrypt otherwise.
   *
   * @default - keys that AWS owns or manages
   */
  readonly encryptionKey?: IKey;

  /**
   * What happens to the table when it leaves the stack. Unless it is destroyed with it, the table is protected from deletion.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How many frames a second each action takes, shared by all clients.
   *
   * @default Throttle.rate(1000, 2000)
   */
  readonly throttle?: Throttle;

  /**
   * A domain name of your own. With one, the default `execute-api` endpoint is closed.
   *
   * @default - the default endpoint
   */
  readonly domain?: CustomDomain;

  /**
   * A web ACL for an API that cannot have one: CloudFront in front of the domain. Needs `domain`.
   *
   * @default - clients reach API Gateway directly
   */
  readonly edge?: EdgeProtection;

  /**
   * One line per frame: who, which action, what came of it. Never a message.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;

  /**
   * What API Gateway writes about its own work.
   *
   * @default ExecutionLog.errors()
   */
  readonly executionLog?: ExecutionLog;

  /**
   * Who is told when something breaks, and when: the alarms of the API. Those of the chat tell the same people.
   *
   * @default Alarms.standard()
   */
  readonly alarms?: Alarms;

  /**
   * From when on the alarms of the chat go off: what waits too long, what could not be delivered.
   *
   * @default {}
   */
  readonly chatAlarms?: ChatAlarmsOptions;

  /**
   * The page operators look at.
   *
   * @default Dashboard.standard()
   */
  readonly dashboard?: Dashboard;

  /**
   * Name, description and variables of the stage.
   *
   * @default {}
   */
  readonly stage?: WebSocketStageOptions;

  /**
   * Tags for everything this door makes.
   *
   * @default {}
   */
  readonly tags?: { [key: string]: string };
}
