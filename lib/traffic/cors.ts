import { Duration } from 'aws-cdk-lib';
import { CorsOptions as PreflightOptions } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { CORS_ENVIRONMENT } from './cors-environment';
import { answerHeaders, originOverride, quoted } from './cors-headers';
import { ANY_ORIGIN, checkCorsRules, checkHttpApiOrigins, CorsRules, DEFAULT_HEADERS, DEFAULT_METHODS } from './cors-rules';
import { warn } from '../core/refuse';

/** What pages of an allowed origin may do. */
export interface CorsOptions {
  /**
   * Let pages send cookies, TLS client certificates and HTTP authentication along. Tokens in an `Authorization`
   * header that your own code sets do not need it. Refused together with `*`.
   *
   * @default false
   */
  readonly credentials?: boolean;

  /**
   * Methods a page may use.
   *
   * @default ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']
   */
  readonly methods?: string[];

  /**
   * Request headers a page may set. List your own ones with the defaults you still need.
   *
   * @default ['Authorization', 'Content-Type', 'X-Amz-Content-Sha256', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-User-Agent', 'X-Api-Key']
   */
  readonly headers?: string[];

  /**
   * Response headers the page's code may read, beyond the few every page may.
   *
   * @default []
   */
  readonly exposeHeaders?: string[];

  /**
   * How long a browser may reuse the answer to a preflight request: 0 to 24 hours, of which Chromium uses two.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;
}

/**
 * Which web pages may call the API from a browser.
 *
 * One decision for every answer there is: the preflight, answers of mock and mapped HTTP backends, API Gateway's own
 * errors, and, through environment variables and the helper `cdk-gatehouse/cors`, the answers of Lambda functions.
 * An HTTP proxy backend answers with its own headers; API Gateway cannot add any.
 *
 * All that is said of REST APIs. An HTTP API does it itself: it answers preflights, and puts these headers on the answers of every
 * backend in the place of the backend's own. Whether it puts them on errors of its own (401, 403, 429, 5xx) too, its developer guide
 * does not say and is not proven without an account; such errors cannot be changed there.
 *
 * CORS protects users of browsers, not the API: whoever does not use a browser is not held back by it.
 */
export class Cors {
  /** No page of another origin can use the API. */
  public static off(): Cors {
    return new Cors();
  }

  /**
   * Pages of these origins, and no others: `['https://shop.example', 'http://localhost:3000']`.
   *
   * With several origins every answer names the one that asked. API Gateway's own errors cannot choose: without
   * credentials any page may read them, with credentials they name whoever asked. They hold a code, a message and
   * the request id; what a foreign page can learn is which of these errors a visitor gets. (That API Gateway finds
   * the `Origin` header in such a mapping whatever the case of its name is not proven without an account.)
   */
  public static allow(origins: string[], options: CorsOptions = {}): Cors {
    return new Cors(checkCorsRules({
      origins: [...new Set(origins)],
      credentials: options.credentials ?? false,
      methods: options.methods ?? DEFAULT_METHODS,
      headers: options.headers ?? DEFAULT_HEADERS,
      exposeHeaders: options.exposeHeaders ?? [],
      maxAge: options.maxAge ?? Duration.hours(1),
    }));
  }

  /** Every page there is. Right for public data; credentials are refused. */
  public static anyOrigin(options: CorsOptions = {}): Cors {
    return Cors.allow([ANY_ORIGIN], options);
  }

  private constructor(private readonly rules?: CorsRules) {}

  /** @internal */
  public get _isOn(): boolean {
    return this.rules !== undefined;
  }

  /** @internal For `resource.addCorsPreflight`, whose OPTIONS method asks for neither a key nor a token. */
  public _preflight(): PreflightOptions | undefined {
    if (!this.rules) return undefined;
    const { origins, methods, headers, exposeHeaders, maxAge, credentials } = this.rules;
    return {
      allowOrigins: [...origins],
      allowMethods: [...methods],
      allowHeaders: [...headers],
      exposeHeaders: exposeHeaders.length > 0 ? [...exposeHeaders] : undefined,
      allowCredentials: credentials,
      // A maximum age of 0 would be left out by the L2, and browsers would then choose one of their own.
      ...(!maxAge.isUnresolved() && maxAge.toSeconds() === 0 ? { disableCache: true } : { maxAge }),
    };
  }

  /** @internal For `HttpApi`. No `*` with credentials gets here, nor a maximum age the service refuses (-1 to 86,400 s). */
  public _httpPreflight(): CorsPreflightOptions | undefined {
    if (!this.rules) return undefined;
    const { origins, methods, headers, exposeHeaders, maxAge, credentials } = this.rules;
    checkHttpApiOrigins(origins);
    return {
      allowOrigins: [...origins],
      allowMethods: methods.map((method) => method as CorsHttpMethod),
      allowHeaders: [...headers],
      exposeHeaders: exposeHeaders.length > 0 ? [...exposeHeaders] : undefined,
      allowCredentials: credentials,
      maxAge,
    };
  }

  /**
   * @internal
   * For routes of an HTTP API that ask who is calling: `$default` takes OPTIONS requests too, preflights among them, and asks those as well
   * (developer guide, "Configure CORS for HTTP APIs"), and AWS support says the same of `ANY` routes.
   */
  public _warnOfPreflights(route: IConstruct, routeKey: string, method: string): void {
    if (this.rules && ['ANY', 'OPTIONS'].includes(method)) warn(route, 'cors-preflight-asks-for-authorization', { route: routeKey });
  }

  /** @internal What a Lambda function must know to answer; read by runtime/cors. */
  public _environment(): { [name: string]: string } {
    if (!this.rules) return {};
    const { origins, credentials, exposeHeaders } = this.rules;
    return {
      [CORS_ENVIRONMENT.origins]: origins.join(','),
      [CORS_ENVIRONMENT.credentials]: String(credentials),
      ...(exposeHeaders.length > 0 && { [CORS_ENVIRONMENT.exposeHeaders]: exposeHeaders.join(',') }),
    };
  }

  /** @internal Headers of gateway responses by name; the values are mapping expressions. No VTL there, so no choice among origins. */
  public _gatewayResponseHeaders(): { [name: string]: string } {
    if (!this.rules) return {};
    const { origins, credentials } = this.rules;
    if (origins.length === 1) return answerHeaders(this.rules, quoted(origins[0]));
    return answerHeaders(this.rules, credentials ? 'method.request.header.Origin' : quoted(ANY_ORIGIN));
  }

  /** @internal For `methodResponses[].responseParameters` of mock and mapped HTTP backends. */
  public _methodResponseHeaders(): { [parameter: string]: boolean } {
    return Object.fromEntries(Object.keys(this._integrationResponseHeaders()).map((parameter) => [parameter, true]));
  }

  /** @internal For `integrationResponses[].responseParameters`: the first origin; `_responseOverride` puts the others in its place. */
  public _integrationResponseHeaders(): { [parameter: string]: string } {
    if (!this.rules) return {};
    const headers = answerHeaders(this.rules, quoted(this.rules.origins[0]));
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]));
  }

  /**
   * @internal
   * VTL to write in front of a response template, which prints nothing: with several origins it names the one that asked.
   * A request from anywhere else is told the first origin, so its browser refuses.
   */
  public _responseOverride(): string {
    return this.rules ? originOverride(this.rules) : '';
  }
}
