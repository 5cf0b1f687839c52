import { Token } from 'aws-cdk-lib';
import { CONNECT_TOKEN_PLACES } from './connect-contract';
import { refuse } from '../../core/refuse';

/** @internal */
export type ConnectTokenPlace = keyof typeof CONNECT_TOKEN_PLACES;

/**
 * Where a client of a WebSocket API puts its JSON web token when it connects. A page cannot set the header `Authorization` of a WebSocket.
 *
 * Both places are read by somebody besides the API; what leaks of a ticket is worth nothing any more, so `Authorization.ticket` is the better way
 * for pages.
 *
 * | Way | Who else reads it | For how long it is of use |
 * |---|---|---|
 * | `subprotocol` | execution logs with data trace; logs of AWS WAF, unless the header is hidden there, as in all of ours | until the token expires |
 * | `query` | logs of proxies, of CloudFront and AWS WAF, execution logs with data trace | until the token expires |
 * | a ticket (`Authorization.ticket`) | the same as for `query` | until it is used, at most 30 seconds unless told otherwise |
 */
export class ConnectToken {
  /**
   * In the header `Sec-WebSocket-Protocol`, after the name: `new WebSocket(url, ['bearer', token])`. The way for browsers: addresses are written
   * to many logs, this header to few (see the table). What answers `$connect` must name the subprotocol, or the browser hangs up:
   * `SecureWebSocketApi` does it, a backend of your own must do it itself.
   *
   * @param name the subprotocol that is offered before the token: letters, digits and the signs HTTP allows in a token
   */
  public static subprotocol(name: string = 'bearer'): ConnectToken {
    if (!Token.isUnresolved(name) && !SUBPROTOCOL.test(name)) refuse('connect-subprotocol-malformed', { given: name });
    return new ConnectToken('subprotocol', name);
  }

  /**
   * In the address: `wss://live.shop.example?token=…`. For clients that can do nothing else: addresses are written to the logs of proxies, of CloudFront
   * and of AWS WAF, and whoever reads one there can connect until the token expires. Never with tokens that live for longer than minutes.
   *
   * @param name the query parameter
   */
  public static query(name: string = 'token'): ConnectToken {
    if (!Token.isUnresolved(name) && !PARAMETER.test(name)) refuse('connect-query-name-malformed', { given: name });
    return new ConnectToken('query', name);
  }

  /** @internal */
  public readonly _place: ConnectTokenPlace;
  /** @internal The subprotocol, or the query parameter. */
  public readonly _name: string;

  private constructor(place: ConnectTokenPlace, name: string) {
    this._place = place;
    this._name = name;
  }
}

/** RFC 9110: `token`. */
const SUBPROTOCOL = /^[\w!#$%&'*+.^`|~-]+$/;
/** AWS: what an identity source may name. */
const PARAMETER = /^[\w.-]+$/;
