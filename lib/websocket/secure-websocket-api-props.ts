import { Canary } from '../delivery/canary';
import { AccessLog } from '../observability/access-log';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { ExecutionLog } from '../observability/execution-log';
import { Backend } from '../routes/backend';
import { Authorization } from '../security/authorization';
import { ConnectToken } from '../security/connect/connect-token';
import { EdgeProtection } from '../security/edge/edge-protection';
import { CustomDomain } from '../traffic/custom-domain';
import { Throttle } from '../traffic/throttle';

/** The stage of a WebSocket API. */
export interface WebSocketStageOptions {
  /**
   * Its name, the path of the default endpoint. A literal: metrics and alarms are found by it.
   * Changing it replaces the stage, which closes every connection and changes the URL.
   *
   * @default 'prod'
   */
  readonly name?: string;

  /**
   * What people see in the console.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Stage variables, for URLs of HTTP backends and expressions of services: `${stageVariables.name}`. Not for secrets: they stand in the template.
   *
   * @default {}
   */
  readonly variables?: { [name: string]: string };
}

/**
 * The decisions of a secure WebSocket API. None is needed.
 *
 * What WebSocket APIs do not have has no prop: a web ACL on the stage, CORS (see `origins`), authorization of single routes, caching, X-Ray,
 * a canary of the stage (see `canary`).
 */
export interface SecureWebSocketApiProps {
  /**
   * The name in the console.
   *
   * @default - the construct id
   */
  readonly apiName?: string;

  /**
   * What the API is for.
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
   * Who may connect. It is asked once for a connection: AWS knows no authorization of messages.
   *
   * @default Authorization.iam()
   */
  readonly authorization?: Authorization;

  /**
   * Where clients put their JSON web token. For `Authorization.jwt` and `.cognito` only.
   *
   * @default ConnectToken.subprotocol('bearer')
   */
  readonly token?: ConnectToken;

  /**
   * Web pages that may connect, as in the header `Origin`: `https://shop.example`. Browsers let any page connect anywhere, CORS or not.
   *
   * @default - every page, and clients that are none
   */
  readonly origins?: string[];

  /**
   * What is told of connections before they are made, and may refuse them by answering with another status than 200.
   * With tokens in the subprotocol, a backend of your own must answer the header `Sec-WebSocket-Protocol` itself; mocks and services cannot, and are
   * refused. That API Gateway passes this header on from a web server, as it does from a function, is not proven without an account.
   *
   * @default - nothing: a mock, or a function that names the subprotocol
   */
  readonly connect?: Backend;

  /**
   * What is told of connections that were closed. API Gateway tries to, and promises nothing: do not count on it alone.
   *
   * @default - nothing
   */
  readonly disconnect?: Backend;

  /**
   * What of a message is the key of its route. Messages without it, and those that are no JSON, go to `$default`.
   *
   * @default '$request.body.action'
   */
  readonly routeSelectionExpression?: string;

  /**
   * How many messages each route takes, shared by all connections, and how many connections are opened.
   *
   * @default Throttle.rate(1000, 2000)
   */
  readonly throttle?: Throttle;

  /**
   * A domain name of your own, which no other kind of API can share. With one, the default `execute-api` endpoint is closed, unless `edge` is given.
   * On an API that runs already it closes with the next deployment of the API (AWS: "Disable the default endpoint for WebSocket APIs"); that the stage,
   * which deploys changes by itself, counts this one is not proven without an account.
   *
   * @default - the default endpoint
   */
  readonly domain?: CustomDomain;

  /**
   * A web ACL for an API that cannot have one: CloudFront in front of the domain, and a lock that lets nobody go around it.
   * Needs `domain`, and an authorization that a function of ours carries out: `cognito`, `jwt`, `ticket` or `none`. The default, IAM, is refused.
   *
   * The default endpoint stays open, because callbacks go there, and is locked like the domain. It says who connects, and not what is sent.
   *
   * @default - clients reach API Gateway directly
   */
  readonly edge?: EdgeProtection;

  /**
   * One line for each message and each connection.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;

  /**
   * What API Gateway tells about its own work.
   *
   * @default ExecutionLog.errors()
   */
  readonly executionLog?: ExecutionLog;

  /**
   * Who is told when something breaks, and when.
   *
   * @default Alarms.standard()
   */
  readonly alarms?: Alarms;

  /**
   * The page operators look at.
   *
   * @default Dashboard.standard()
   */
  readonly dashboard?: Dashboard;

  /**
   * Whether new code of functions gets all messages at once or bit by bit, watched by alarms: `Canary.steps([10])`.
   *
   * Stages of WebSocket APIs have no canary, so what is released bit by bit is the code and the configuration of the functions behind routes that are
   * made in this app. AWS CodeDeploy does that, for each function by itself: it gives the new version its share after the function is updated and before
   * the stack is done, and when an alarm goes off it goes back, and so does the stack. Everything else changes for everybody at once: routes,
   * authorizers and their functions, integrations and other backends, settings of the stage, and whatever else is in the stack.
   *
   * One step or equal ones, see `LambdaReleases`. What only a stage with a canary can do is refused: `Canary.manual`, `minimumRequests` and such.
   *
   * @default Canary.off()
   */
  readonly canary?: Canary;

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
