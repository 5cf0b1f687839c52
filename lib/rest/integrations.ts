import { Duration } from 'aws-cdk-lib';
import {
  AwsIntegration, HttpIntegration, Integration, IntegrationOptions, IntegrationResponse, MethodResponse, MockIntegration, PassthroughBehavior,
  ResponseTransferMode,
} from 'aws-cdk-lib/aws-apigateway';
import { refuse } from '../core/refuse';
import { BackendSpec } from '../routes/backend';
import { formatRouteKey, RouteKey } from '../routes/route-key';
import { CacheParameters } from '../traffic/cache-parameters';
import { Cors } from '../traffic/cors';

/** What a backend's integration depends on besides the backend. */
export interface IntegrationContext {
  readonly key: RouteKey;
  readonly cors: Cors;
  readonly timeout?: Duration;
  readonly cache: CacheParameters;
}

/** A backend as the resources engine writes it: an integration, and the answers the method declares. */
export interface RenderedBackend {
  readonly integration: Integration;
  readonly methodResponses?: MethodResponse[];
}

export function renderBackend(spec: BackendSpec, context: IntegrationContext): RenderedBackend {
  switch (spec.kind) {
    case 'lambda': return { integration: lambdaProxy(spec, context) };
    case 'http': return { integration: httpProxy(spec, context) };
    case 'http-mapping': return httpMapping(spec, context);
    case 'mock': return mock(spec, context);
    case 'integration': return { integration: spec.integration };
  }
}

type SpecOf<Kind extends BackendSpec['kind']> = Extract<BackendSpec, { kind: Kind }>;

function lambdaProxy({ handler, streaming }: SpecOf<'lambda'>, context: IntegrationContext): Integration {
  return new AwsIntegration({
    service: 'lambda',
    proxy: true,
    path: streaming
      ? `2021-11-15/functions/${handler.functionArn}/response-streaming-invocations`
      : `2015-03-31/functions/${handler.functionArn}/invocations`,
    options: { ...commonOptions(context), ...streaming && STREAMED },
  });
}

function httpProxy({ url, options }: SpecOf<'http'>, context: IntegrationContext): Integration {
  return new HttpIntegration(url, {
    proxy: true,
    httpMethod: options.method ?? context.key.method,
    options: {
      ...commonOptions(context),
      ...options.streaming && STREAMED,
      requestParameters: {
        ...context.cache.integrationRequestParameters,
        ...pathParameters(url, context.key),
        ...fixedHeaders(options.headers ?? {}),
      },
    },
  });
}

function httpMapping({ url, mapping }: SpecOf<'http-mapping'>, context: IntegrationContext): RenderedBackend {
  const answers = mapping.responses.map((response) => ({
    statusCode: String(response.statusCode),
    selectionPattern: response.pattern,
    responseTemplates: response.templates,
    headers: response.headers ?? {},
  }));
  const integration = new HttpIntegration(url, {
    proxy: false,
    httpMethod: mapping.method ?? context.key.method,
    options: {
      ...commonOptions(context),
      requestParameters: { ...context.cache.integrationRequestParameters, ...pathParameters(url, context.key) },
      requestTemplates: mapping.request,
      passthroughBehavior: mapping.request ? PassthroughBehavior.NEVER : PassthroughBehavior.WHEN_NO_MATCH,
      integrationResponses: answers.map((answer) => integrationResponse(answer, context.cors)),
    },
  });
  return { integration, methodResponses: answers.map((answer) => methodResponse(answer, context.cors)) };
}

function mock({ statusCode, body, headers }: SpecOf<'mock'>, { cors }: IntegrationContext): RenderedBackend {
  const fixed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
  const answer = { statusCode: String(statusCode), responseTemplates: { 'application/json': literalTemplate(body) }, headers: fixed };
  const integration = new MockIntegration({
    // The status is what the mock "backend" answers, and it selects the default response below.
    requestTemplates: { 'application/json': `{"statusCode":${statusCode}}` },
    passthroughBehavior: PassthroughBehavior.WHEN_NO_TEMPLATES,
    integrationResponses: [integrationResponse(answer, cors)],
  });
  return { integration, methodResponses: [methodResponse(answer, cors)] };
}

interface Answer {
  readonly statusCode: string;
  readonly selectionPattern?: string;
  readonly responseTemplates?: { [contentType: string]: string };
  /** By header name, in the mapping language: `'fixed'` or `integration.response.header.X`. */
  readonly headers: { [name: string]: string };
}

function integrationResponse(answer: Answer, cors: Cors): IntegrationResponse {
  const { statusCode, selectionPattern, responseTemplates } = answer;
  const headers = Object.entries(answer.headers).map(([name, value]) => [`method.response.header.${name}`, value]);
  return {
    statusCode,
    selectionPattern,
    responseTemplates: withOriginChoice(responseTemplates, cors),
    responseParameters: unlessEmpty({ ...Object.fromEntries(headers), ...cors._integrationResponseHeaders() }),
  };
}

function methodResponse(answer: Answer, cors: Cors): MethodResponse {
  const headers = Object.keys(answer.headers).map((name) => [`method.response.header.${name}`, true]);
  return { statusCode: answer.statusCode, responseParameters: unlessEmpty({ ...Object.fromEntries(headers), ...cors._methodResponseHeaders() }) };
}

/** Only a template can choose among several origins, so an answer without one gets one that repeats the body. */
function withOriginChoice(templates: { [contentType: string]: string } | undefined, cors: Cors): { [contentType: string]: string } | undefined {
  const choice = cors._responseOverride();
  if (choice === '') return templates;
  const entries = Object.entries(templates ?? { 'application/json': "$input.json('$')" });
  return Object.fromEntries(entries.map(([contentType, template]) => [contentType, `${choice}${template}`]));
}

function unlessEmpty<Value>(map: { [name: string]: Value }): { [name: string]: Value } | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}

const STREAMED = { responseTransferMode: ResponseTransferMode.STREAM };

function commonOptions({ timeout, cache }: IntegrationContext): IntegrationOptions {
  return { timeout, cacheKeyParameters: cache.cacheKeyParameters.length > 0 ? cache.cacheKeyParameters : undefined };
}

/** Every `{name}` in the URL is filled from the route's path parameter of that name. */
function pathParameters(url: string, key: RouteKey): { [target: string]: string } {
  const names = [...url.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name);
  const unknown = names.find((name) => !key.parameters.includes(name));
  if (unknown) refuse('http-url-parameter-unknown', { url, name: unknown, route: formatRouteKey(key) });
  return Object.fromEntries(names.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]));
}

function fixedHeaders(headers: { [name: string]: string }): { [target: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`integration.request.header.${name}`, `'${value}'`]));
}

/** Velocity reads `$` and `#` as its own; a document that has them gets them through variables. */
function literalTemplate(text: string): string {
  if (!/[$#]/.test(text)) return text;
  const escaped = text.replace(/[$#]/g, (sign) => sign === '$' ? '${dollar}' : '${hash}');
  return `#set($dollar = '$')#set($hash = '#')${escaped}`;
}
