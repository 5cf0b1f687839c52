import { Tokenization } from 'aws-cdk-lib';
import {
  AwsIntegration, ContentHandling, HttpIntegration, Integration, IntegrationOptions, MethodResponse, MockIntegration, PassthroughBehavior,
  ResponseTransferMode,
} from 'aws-cdk-lib/aws-apigateway';
import { AdoptedIntegration } from './adopted-integration';
import { IntegrationContext } from './integration-context';
import { integrationResponse, MappedAnswer, methodResponse } from './mapped-answer';
import { privateUrl } from './private-integrations';
import { RestBackendSpec } from './rest-backend';
import { unlessEmpty } from './unless-empty';
import { refuse } from '../core/refuse';
import { formatRouteKey, RouteKey } from '../core/route-key';
import { literalTemplate } from '../routes/literal-template';

/** A backend as the resources engine writes it: an integration, and the answers the method declares. */
export interface RenderedBackend {
  readonly integration: Integration;
  readonly methodResponses?: MethodResponse[];
}

export function renderBackend(spec: RestBackendSpec, context: IntegrationContext): RenderedBackend {
  switch (spec.kind) {
    case 'lambda': return { integration: lambdaProxy(spec, context) };
    case 'http': return { integration: httpProxy(spec, context) };
    case 'http-mapping': return httpMapping(spec, context);
    case 'mock': return mock(spec, context);
    case 'integration': return { integration: AdoptedIntegration.of(spec.integration, context) };
    case 'alb':
    case 'nlb': return { integration: privateProxy(spec, context) };
  }
}

type SpecOf<Kind extends RestBackendSpec['kind']> = Extract<RestBackendSpec, { kind: Kind }>;

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
  return new HttpIntegration(withoutPlusSigns(url), {
    proxy: true,
    httpMethod: options.method ?? context.key.method,
    options: {
      ...commonOptions(context),
      ...options.streaming && STREAMED,
      requestParameters: unlessEmpty({ ...passedOn(url, context), ...fixedHeaders(options.headers ?? {}) }),
    },
  });
}

/** As far as the L2 has words for it; what is behind the URL, `PrivateIntegrations` says on the method. */
function privateProxy(spec: SpecOf<'alb' | 'nlb'>, context: IntegrationContext): Integration {
  const { path = context.key.path, method, headers = {} } = spec.options;
  return new HttpIntegration(privateUrl(spec, withoutPlusSigns(path)), {
    proxy: true,
    httpMethod: method ?? context.key.method,
    options: { ...commonOptions(context), requestParameters: unlessEmpty({ ...passedOn(path, context), ...fixedHeaders(headers) }) },
  });
}

function httpMapping({ url, mapping }: SpecOf<'http-mapping'>, context: IntegrationContext): RenderedBackend {
  const answers = mapping.responses.map((response): MappedAnswer => ({
    statusCode: Tokenization.stringifyNumber(response.statusCode),
    selectionPattern: response.pattern,
    responseTemplates: response.templates,
    headers: response.headers ?? {},
  }));
  const integration = new HttpIntegration(withoutPlusSigns(url), {
    proxy: false,
    httpMethod: mapping.method ?? context.key.method,
    options: {
      ...commonOptions(context),
      requestParameters: unlessEmpty(passedOn(url, context)),
      requestTemplates: mapping.request,
      passthroughBehavior: mapping.request ? PassthroughBehavior.NEVER : PassthroughBehavior.WHEN_NO_MATCH,
      integrationResponses: answers.map((answer) => integrationResponse(answer, context)),
    },
  });
  return { integration, methodResponses: answers.map((answer) => methodResponse(answer, context)) };
}

function mock(spec: SpecOf<'mock'>, context: IntegrationContext): RenderedBackend {
  const statusCode = Tokenization.stringifyNumber(spec.statusCode);
  // Where media types are binary, API Gateway takes a mock's own templates for binary too, and fails on them.
  const contentHandling = context.binary ? ContentHandling.CONVERT_TO_TEXT : undefined;
  const headers = Object.fromEntries(Object.entries(spec.headers).map(([name, value]) => [name, `'${value}'`]));
  const answer = { statusCode, responseTemplates: { 'application/json': literalTemplate(spec.body) }, headers, contentHandling };
  const integration = new MockIntegration({
    contentHandling,
    // The status is what the mock "backend" answers, and it selects the default response below.
    requestTemplates: { 'application/json': `{"statusCode":${statusCode}}` },
    passthroughBehavior: PassthroughBehavior.WHEN_NO_TEMPLATES,
    integrationResponses: [integrationResponse(answer, context)],
  });
  return { integration, methodResponses: [methodResponse(answer, context)] };
}

const STREAMED = { responseTransferMode: ResponseTransferMode.STREAM };

function commonOptions({ timeout, cache }: IntegrationContext): IntegrationOptions {
  return { timeout, cacheKeyParameters: cache.cacheKeyParameters.length > 0 ? cache.cacheKeyParameters : undefined };
}

/** What an HTTP backend gets of the request besides its body: cache keys, and every `{name}` of its URL from the route's parameter of that name. */
function passedOn(url: string, { key, cache }: IntegrationContext): { [target: string]: string } {
  const names = parametersOf(url, key).map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]);
  return { ...cache.integrationRequestParameters, ...Object.fromEntries(names) };
}

/** `${stageVariables.name}` is a stage variable, not a parameter. */
function parametersOf(url: string, key: RouteKey): string[] {
  const names = [...url.matchAll(/(?<!\$)\{([a-zA-Z0-9:._$-]+)\+?\}/g)].map(([, name]) => name);
  const unknown = names.find((name) => !key.parameters.includes(name));
  return unknown ? refuse('http-url-parameter-unknown', { url, name: unknown, route: formatRouteKey(key) }) : names;
}

/** A greedy parameter has its plus sign in the path of the route only. */
function withoutPlusSigns(url: string): string {
  return url.replace(/\+\}/g, '}');
}

function fixedHeaders(headers: { [name: string]: string }): { [target: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`integration.request.header.${name}`, `'${value}'`]));
}
