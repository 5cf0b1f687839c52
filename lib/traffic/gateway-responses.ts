import { GatewayResponseRow, HEADERS_ONLY_ROWS, JSON_ROWS, RenderedGatewayResponse } from './gateway-response-rows';

/** A body may repeat what the caller sent, so nobody may keep it or take it for a page. */
const BODY_HEADERS = {
  'Cache-Control': "'no-store'",
  'Content-Type': "'application/json'",
  'X-Content-Type-Options': "'nosniff'",
};

/**
 * What callers get when API Gateway refuses or fails a request without the backend's word.
 */
export class GatewayResponses {
  /**
   * One JSON shape for all errors, with the id to ask about:
   *
   * ```json
   * { "code": "THROTTLED", "message": "Too Many Requests", "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" }
   * ```
   *
   * It is what API Gateway sends anyway (`message`), and more. `code` is API Gateway's name of the error, and stable:
   *
   * - 400 `BAD_REQUEST_BODY` (with `details`: what is wrong with it) and `BAD_REQUEST_PARAMETERS` (`message` names what is missing)
   * - 401 `UNAUTHORIZED`
   * - 403 `ACCESS_DENIED`, `INVALID_API_KEY`, `EXPIRED_TOKEN`, `INVALID_SIGNATURE`, `WAF_FILTERED`, and
   *   `MISSING_AUTHENTICATION_TOKEN`, which an unknown route gives too
   * - 404 `RESOURCE_NOT_FOUND`, 413 `REQUEST_TOO_LARGE`, 415 `UNSUPPORTED_MEDIA_TYPE`
   * - 429 `THROTTLED`, `QUOTA_EXCEEDED`; without `Retry-After`, because API Gateway does not say when
   * - 500 `API_CONFIGURATION_ERROR`, `AUTHORIZER_FAILURE`, `AUTHORIZER_CONFIGURATION_ERROR`
   * - 504 `INTEGRATION_FAILURE`, `INTEGRATION_TIMEOUT`
   *
   * No ARN, host name or reason of an inner failure is in a body.
   *
   * Two things rest on what others saw and are not proven without an account: that an error without a template of its own reports its
   * own name, not that of the default it falls back to; and that `details` arrives escaped, so that the body stays valid JSON.
   */
  public static json(): GatewayResponses {
    return new GatewayResponses(JSON_ROWS);
  }

  /** API Gateway's own bodies. CORS headers, if any, are still added. */
  public static off(): GatewayResponses {
    return new GatewayResponses([]);
  }

  private constructor(private readonly rows: readonly GatewayResponseRow[]) {}

  /** @internal */
  public get _isOn(): boolean {
    return this.rows.length > 0;
  }

  /** @internal What to define; without bodies only what is needed to carry these headers. */
  public _render(corsHeaders: { [name: string]: string }): RenderedGatewayResponse[] {
    if (!this._isOn && Object.keys(corsHeaders).length === 0) return [];
    const rows = this._isOn ? this.rows : HEADERS_ONLY_ROWS;
    return rows.map(({ type, id, body }) => body === undefined
      ? { type, id, headers: corsHeaders }
      : { type, id, headers: { ...BODY_HEADERS, ...corsHeaders }, templates: { 'application/json': body } });
  }
}
