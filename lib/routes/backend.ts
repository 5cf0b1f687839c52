import { Token } from 'aws-cdk-lib';
import { Integration } from 'aws-cdk-lib/aws-apigateway';
import { HttpRouteIntegration, WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { IApplicationListener, INetworkListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IEventBus } from 'aws-cdk-lib/aws-events';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IService } from 'aws-cdk-lib/aws-servicediscovery';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { checkMappings, HttpMapping } from './http-mapping';
import { checkCloudMap, checkPrivateBackend, CloudMapBackendOptions, PrivateBackendOptions } from './private-backend';
import {
  checkEventBridge, checkKinesis, checkQueue, checkStateMachine,
  EventBridgeBackendOptions, KinesisBackendOptions, SqsBackendOptions, StepFunctionsBackendOptions,
} from './service-backend';
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
   * @default - the method of the route; POST for messages of a WebSocket API
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
  | { readonly kind: 'integration'; readonly integration: Integration }
  | { readonly kind: 'alb'; readonly listener: IApplicationListener; readonly options: PrivateBackendOptions }
  | { readonly kind: 'nlb'; readonly listener: INetworkListener; readonly options: PrivateBackendOptions }
  | { readonly kind: 'cloud-map'; readonly service: IService; readonly options: CloudMapBackendOptions }
  | { readonly kind: 'sqs'; readonly queue: IQueue; readonly options: SqsBackendOptions }
  | { readonly kind: 'event-bridge'; readonly bus: IEventBus; readonly options: EventBridgeBackendOptions }
  | { readonly kind: 'step-functions'; readonly stateMachine: IStateMachine; readonly options: StepFunctionsBackendOptions }
  | { readonly kind: 'kinesis'; readonly stream: IStream; readonly options: KinesisBackendOptions }
  | { readonly kind: 'http-integration'; readonly integration: HttpRouteIntegration }
  | { readonly kind: 'websocket-integration'; readonly integration: WebSocketRouteIntegration };

/** What answers a route. */
export abstract class Backend {
  /**
   * A Lambda function, version or alias. It gets the whole request and writes the whole answer (Lambda proxy integration).
   * On WebSocket APIs it gets one message, and its answer reaches the client if the route says `{ reply: true }`.
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
   *
   * A WebSocket API sends messages as they came, with POST unless told otherwise, and the id of the connection in the header `connectionId`.
   */
  public static http(url: string, options: HttpBackendOptions = {}): Backend {
    checkBackendMethod(options.method);
    return new AnyBackend({ kind: 'http', url: checkedUrl(url), options });
  }

  /** A web server behind mapping templates, on REST APIs: API Gateway rewrites the request for it and its answers for the caller. */
  public static httpWithMapping(url: string, mapping: HttpMapping): Backend {
    return new AnyBackend({ kind: 'http-mapping', url: checkedUrl(url), mapping: checkMappings(mapping) });
  }

  /**
   * Nothing: API Gateway answers by itself, always the same. For health checks, placeholders and front ends that are ahead of you.
   * REST APIs, and WebSocket APIs, which answer a message with the body, if there is one, and have neither status nor headers.
   */
  public static mock(options: MockBackendOptions = {}): Backend {
    const { statusCode = 200, body = {}, headers = {} } = options;
    checkStatusCode(statusCode);
    return new AnyBackend({ kind: 'mock', statusCode, body, headers });
  }

  /**
   * Any integration the AWS CDK has for REST APIs: the escape hatch there. The timeout and the cache of the route are added to it.
   *
   * Prefer `Backend.lambda` to a `LambdaIntegration`, which writes two permissions for every route and names the stage in them.
   */
  public static integration(integration: Integration): Backend {
    return new AnyBackend({ kind: 'integration', integration });
  }

  /**
   * A listener of an Application Load Balancer inside a VPC, through a VPC link. REST, private and HTTP APIs.
   * Load balancer, link and API must be in one account (AWS: considerations of private integrations).
   */
  public static alb(listener: IApplicationListener, options: PrivateBackendOptions = {}): Backend {
    checkPrivateBackend(options);
    return new AnyBackend({ kind: 'alb', listener, options });
  }

  /** A listener of a Network Load Balancer inside a VPC, through a VPC link. REST, private and HTTP APIs. */
  public static nlb(listener: INetworkListener, options: PrivateBackendOptions = {}): Backend {
    checkPrivateBackend(options);
    return new AnyBackend({ kind: 'nlb', listener, options });
  }

  /** Instances registered in AWS Cloud Map, through a VPC link. HTTP APIs only: REST APIs reach load balancers, not Cloud Map. */
  public static cloudMap(service: IService, options: CloudMapBackendOptions = {}): Backend {
    checkCloudMap(options);
    return new AnyBackend({ kind: 'cloud-map', service, options });
  }

  /**
   * A queue: the body becomes a message, and the caller gets the answer of SQS, with the message's id. HTTP and WebSocket APIs.
   * Nothing checks the body before it is accepted, and the message does not say who sent it: whoever reads the queue must do with that.
   *
   * A WebSocket API adds the message attribute `connectionId`. A connection that is opened or closed becomes a JSON document with
   * `eventType`, `connectionId` and `connectedAt`.
   */
  public static sqs(queue: IQueue, options: SqsBackendOptions = {}): Backend {
    checkQueue(queue, options);
    return new AnyBackend({ kind: 'sqs', queue, options });
  }

  /**
   * An event bus: the body, a JSON object, becomes the detail of an event. HTTP and WebSocket APIs.
   *
   * A WebSocket API puts the id of the connection into `resources`, the only item there. Of a connection that is opened or closed, the detail has
   * `eventType`, `connectionId` and `connectedAt`.
   */
  public static eventBridge(bus: IEventBus, options: EventBridgeBackendOptions): Backend {
    checkEventBridge(options);
    return new AnyBackend({ kind: 'event-bridge', bus, options });
  }

  /**
   * A state machine: the body becomes the input of an execution. HTTP and WebSocket APIs.
   *
   * A WebSocket API makes the input of the id of the connection and the message, as text: `{ connectionId, body }`. Of a connection that is
   * opened or closed, it has `eventType`, `connectionId` and `connectedAt`. With `wait` it waits 29 s at most.
   */
  public static stepFunctions(stateMachine: IStateMachine, options: StepFunctionsBackendOptions = {}): Backend {
    checkStateMachine(stateMachine, options);
    return new AnyBackend({ kind: 'step-functions', stateMachine, options });
  }

  /**
   * A stream: the body, in Base64, becomes the data of a record. HTTP APIs, and WebSocket APIs, which encode it themselves.
   *
   * A WebSocket API takes the id of the connection as partition key unless told otherwise. Of a connection that is opened or closed,
   * the data is a JSON document with `eventType`, `connectionId` and `connectedAt`.
   */
  public static kinesis(stream: IStream, options: KinesisBackendOptions = {}): Backend {
    checkKinesis(options);
    return new AnyBackend({ kind: 'kinesis', stream, options });
  }

  /** Any integration the AWS CDK has for HTTP APIs: the escape hatch there. Everything about it is up to you, its permissions included. */
  public static httpIntegration(integration: HttpRouteIntegration): Backend {
    return new AnyBackend({ kind: 'http-integration', integration });
  }

  /**
   * Any integration the AWS CDK has for WebSocket APIs: the escape hatch there. Everything about it is up to you, its permissions and its
   * integration responses included.
   */
  public static webSocketIntegration(integration: WebSocketRouteIntegration): Backend {
    return new AnyBackend({ kind: 'websocket-integration', integration });
  }

  /** @internal */
  public abstract readonly _spec: BackendSpec;

  /**
   * The same backend with what its releases go through in place of its function. Backends that are no function have nothing to release.
   *
   * @internal
   */
  public _releasedBy(release: (handler: IFunction) => IFunction): Backend {
    const { _spec: spec } = this;
    return spec.kind === 'lambda' ? new AnyBackend({ ...spec, handler: release(spec.handler) }) : this;
  }
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
