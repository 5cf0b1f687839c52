import { IWebSocketApi, IWebSocketRouteAuthorizer, WebSocketNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WebSocketAuthorizationSpec, webSocketSpec } from './connect-authorization';
import { checkTogether } from './connect-checks';
import { ECHO_ENVIRONMENT } from './connect-contract';
import { Credential, makeConnectFunction } from './connect-function';
import { asOnWebSocketApi, headerNoPageSends, identitySourceOf } from './connect-identity';
import { ConnectToken } from './connect-token';
import { LambdaAuthorizer } from './lambda-authorizer';
import { makeBundledFunction } from '../../core/bundled-function';
import { guardOn, guardWaived } from '../../core/guards';
import { refuse, warn } from '../../core/refuse';
import type { Authorization } from '../authorization';
import { tokenTerms } from '../authorization-tokens';
import type { ApiEdge } from '../edge/api-edge';

/** Who may connect to which API. */
export interface ConnectAuthorizerProps {
  /** The API whose `$connect` route gets the authorizer, and no other API. The authorizer is made there with the route. */
  readonly webSocketApi: IWebSocketApi;

  /**
   * Who may connect. `lambdaToken`, `lambdaSimple`, `authorizer` and `httpAuthorizer` are refused: a WebSocket API has no such authorizers. Answers of
   * authorizers are not kept by WebSocket APIs, so `ttl` means nothing here.
   */
  readonly authorization: Authorization;

  /**
   * Where clients put their JSON web token. For `Authorization.jwt` and `.cognito` only.
   *
   * @default ConnectToken.subprotocol()
   */
  readonly token?: ConnectToken;

  /**
   * Web pages that may connect, as browsers write them in the header `Origin`: `https://shop.example`. Browsers let every page of the world open a
   * WebSocket to any address, so name yours wherever cookies, addresses of a company's network or nothing at all let people in. With a list, whoever sends
   * no `Origin` is refused: browsers always send it, and machines can send one of the list. It does not tell who calls: any program can write any `Origin`.
   * At most 2048 characters together (AWS: "Environment variables").
   *
   * @default - every page, and clients that are none
   */
  readonly origins?: string[];

  /**
   * CloudFront in front of the API, whose secret header must be there. The default endpoint of a WebSocket API stays open for callbacks, so this is
   * the lock on it.
   *
   * @default - nothing in front
   */
  readonly edge?: ApiEdge;

  /**
   * Make `subprotocolEcho` when tokens are in the subprotocol. Turn it off where a backend of your own stands behind `$connect`, which then answers
   * the header `Sec-WebSocket-Protocol` itself.
   *
   * @default true
   */
  readonly echoSubprotocol?: boolean;
}

/**
 * The authorizer of `$connect`, for any WebSocket API: `webSocketApi.addRoute('$connect', { authorizer: connect.authorizer, integration })`.
 *
 * API Gateway asks it once, when a client connects. Whoever is let in stays until the connection ends, two hours at most; handlers find
 * `user`, `claims` (JSON) and `expiresAt` (seconds, of which API Gateway makes a text; 0 for never) in `event.requestContext.authorizer` and may
 * end it earlier.
 *
 * Clients that show nothing get 401, those that are refused 403, and 500 when it could not be checked: never in.
 */
export class ConnectAuthorizer extends Construct {
  /** What the `$connect` route gets. */
  public readonly authorizer: IWebSocketRouteAuthorizer;

  /** The function of ours that checks. None where API Gateway itself or a function of yours does. */
  public readonly handler?: IFunction;

  /**
   * What must stand behind `$connect` so that browsers hear which subprotocol is spoken. Only there with tokens in the subprotocol, unless
   * `echoSubprotocol` is off.
   */
  public readonly subprotocolEcho?: IFunction;

  constructor(scope: Construct, id: string, private readonly props: ConnectAuthorizerProps) {
    super(scope, id);
    const { authorization, edge } = props;
    if (edge && !edge.secret) refuse('connect-edge-mutual-tls', {}, this);
    checkTogether(props, edge !== undefined);
    const spec = webSocketSpec(authorization);
    const credential = this.credential(spec);
    if (credential && this.needsFunction(credential)) {
      this.handler = this.makeHandler(credential);
      this.authorizer = this.ask(this.handler, identitySourceOf(credential));
    } else {
      this.authorizer = this.withoutFunction(spec);
    }
    this.subprotocolEcho = props.echoSubprotocol ?? true ? this.makeEcho(credential) : undefined;
    this.record(spec);
  }

  /** What has to be shown to a function of ours, if it is ours to look. */
  private credential(spec: WebSocketAuthorizationSpec): Credential | undefined {
    const { authorization, token = ConnectToken.subprotocol() } = this.props;
    switch (spec.kind) {
      case 'none': return { kind: 'none' };
      case 'ticket': return { kind: 'ticket', tickets: spec.tickets };
      case 'jwt':
      case 'cognito': return { kind: 'token', terms: tokenTerms(this, spec, authorization), token };
      default: return undefined;
    }
  }

  /** Where anybody may connect, from anywhere, there is nothing to check. */
  private needsFunction({ kind }: Credential): boolean {
    return kind !== 'none' || this.props.origins !== undefined || this.props.edge !== undefined;
  }

  /** The API must not close before its clients come through CloudFront, which takes minutes to be made. */
  private makeHandler(credential: Credential): IFunction {
    const { origins, edge } = this.props;
    const handler = makeConnectFunction(this, 'Handler', { credential, origins, secret: edge?.secret });
    if (edge) handler.node.addDependency(edge.distribution, ...edge.records);
    return handler;
  }

  private withoutFunction(spec: WebSocketAuthorizationSpec): IWebSocketRouteAuthorizer {
    switch (spec.kind) {
      case 'iam': return new WebSocketIamAuthorizer();
      case 'websocket-authorizer': return spec.authorizer;
      case 'request': return this.lambdaAuthorizer(spec);
      default: return new WebSocketNoneAuthorizer();
    }
  }

  private lambdaAuthorizer({ handler, identitySources }: Extract<WebSocketAuthorizationSpec, { kind: 'request' }>): IWebSocketRouteAuthorizer {
    const given = headerNoPageSends(identitySources);
    if (given !== undefined) warn(this, 'connect-header-not-from-browsers', { given });
    return this.ask(handler, identitySources.map(asOnWebSocketApi));
  }

  private ask(handler: IFunction, identitySource: string[]): IWebSocketRouteAuthorizer {
    return new LambdaAuthorizer(this, { webSocketApi: this.props.webSocketApi, handler, identitySource });
  }

  private makeEcho(credential: Credential | undefined): IFunction | undefined {
    if (credential?.kind !== 'token' || credential.token._place !== 'subprotocol') return undefined;
    return makeBundledFunction(this, 'SubprotocolEcho', {
      asset: 'connect-echo',
      description: 'Names the subprotocol when a client connects to a WebSocket API',
      environment: { [ECHO_ENVIRONMENT.subprotocol]: credential.token._name },
      statements: [],
    });
  }

  /** A function in front answers a reviewer's tool; the reason has to be read all the same. */
  private record(spec: WebSocketAuthorizationSpec): void {
    const { webSocketApi, authorization } = this.props;
    if (spec.kind === 'none') guardWaived(webSocketApi, 'authorization', spec.reason, this.handler && []);
    else guardOn(webSocketApi, 'authorization', authorization._label);
  }
}
