import { Token } from 'aws-cdk-lib';
import { Integration } from 'aws-cdk-lib/aws-apigateway';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { checkMappings, HttpMapping } from './http-mapping';
import { checkStatusCode } from './status-code';
import { checkBackendMethod } from '../core/http-method';
import { refuse } from '../core/refuse';

/** Options of a Lambda backend. */
export interface LambdaBackendOptions {
  /**
   * Send the answer while the function still writes it: up to 15 minutes, first byte at once, no 10 MB limit.
   * The function must be a streaming one (`awslambda.streamifyResponse`). Streamed answers cannot be cached.
   *
   * @default false
   */
  readonly streaming?: boolean;
}

/** Options of an HTTP backend that is passed everything as it is. */
export interface HttpBackendOptions {
  /**
   * The method to call the backend with.
   *
   * @default - the method of the route
   */
  readonly method?: string;

  /**
   * Headers API Gateway adds to every call of the backend, as fixed values. Not for secrets: they stand in the template.
   *
   * @default {}
   */
  readonly headers?: { [name: string]: string };

  /**
   * Send the answer while the backend still writes it.
   *
   * @default false
   */
  readonly streaming?: boolean;
}

/** What a mock answers. */
export interface MockBackendOptions {
  /**
   * The HTTP status.
   *
   * @default 200
   */
  readonly statusCode?: number;

  /**
   * The JSON document to answer with.
   *
   * @default {}
   */
  readonly body?: { [name: string]: any };

  /**
   * Headers of the answer, as fixed values.
   *
   * @default {}
   */
  readonly headers?: { [name: string]: string };
}

/** @internal What an engine needs to know to put a backend behind a route. */
export type BackendSpec =
  | { readonly kind: 'lambda'; readonly handler: IFunction; readonly streaming: boolean }
  | { readonly kind: 'http'; readonly url: string; readonly options: HttpBackendOptions }
  | { readonly kind: 'http-mapping'; readonly url: string; readonly mapping: HttpMapping }
  | { readonly kind: 'mock'; readonly statusCode: number; readonly body: object; readonly headers: { [name: string]: string } }
  | { readonly kind: 'integration'; readonly integration: Integration };

/** What answers a route. */
export abstract class Backend {
  /**
   * A Lambda function, version or alias. It gets the whole request and writes the whole answer (Lambda proxy integration).
   * The API gets one permission on it, however many routes lead there. It may be in another stack.
   *
   * `fn.currentVersion` makes every change of the code a new deployment of the API; the function itself is changed under it.
   *
   * An imported function gets its permission if the CDK knows that it is in the account and Region of the stack:
   * `Function.fromFunctionAttributes` with `sameEnvironment: true`. The CORS rules of the API reach functions of this app only.
   */
  public static lambda(handler: IFunction, options: LambdaBackendOptions = {}): Backend {
    return new AnyBackend({ kind: 'lambda', handler, streaming: options.streaming ?? false });
  }

  /**
   * A web server, which gets the request as it came (HTTP proxy integration).
   * `{name}` in the URL is filled with the route's path parameter of that name, `${stageVariables.name}` with the stage variable.
   */
  public static http(url: string, options: HttpBackendOptions = {}): Backend {
    checkBackendMethod(options.method);
    return new AnyBackend({ kind: 'http', url: checkedUrl(url), options });
  }

  /** A web server behind mapping templates: API Gateway rewrites the request for it and its answers for the caller. */
  public static httpWithMapping(url: string, mapping: HttpMapping): Backend {
    return new AnyBackend({ kind: 'http-mapping', url: checkedUrl(url), mapping: checkMappings(mapping) });
  }

  /** Nothing: API Gateway answers by itself, always the same. For health checks, placeholders and front ends that are ahead of you. */
  public static mock(options: MockBackendOptions = {}): Backend {
    const { statusCode = 200, body = {}, headers = {} } = options;
    checkStatusCode(statusCode);
    return new AnyBackend({ kind: 'mock', statusCode, body, headers });
  }

  /**
   * Any integration the AWS CDK has: the escape hatch. The timeout and the cache of the route are added to it.
   *
   * Prefer `Backend.lambda` to a `LambdaIntegration`, which writes two permissions for every route and names the stage in them.
   */
  public static integration(integration: Integration): Backend {
    return new AnyBackend({ kind: 'integration', integration });
  }

  /** @internal */
  public abstract readonly _spec: BackendSpec;
}

class AnyBackend extends Backend {
  constructor(public readonly _spec: BackendSpec) {
    super();
  }
}

function checkedUrl(url: string): string {
  const valid = Token.isUnresolved(url) || /^https?:\/\/[^/\s]+/.test(url);
  return valid ? url : refuse('http-url-malformed', { given: url });
}
