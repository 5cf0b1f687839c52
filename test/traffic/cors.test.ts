import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AuthorizationType, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as fc from 'fast-check';
import { render } from 'velocityjs';
import { Cors, CorsOptions } from '../../lib/traffic/cors';
import { CORS_ENVIRONMENT } from '../../lib/traffic/cors-environment';
import { CORS_ENVIRONMENT as RUNTIME_CORS_ENVIRONMENT } from '../../runtime/cors/contract';

const SHOP = 'https://shop.example';
const ADMIN = 'https://admin.shop.example';

describe('refusals', () => {
  test('an empty list of origins is refused', () => {
    expect(() => Cors.allow([])).toThrow(/^cors-without-origins: .*Cors\.off\(\)/);
  });

  test.each([
    `${SHOP}/`, `${SHOP}/cart`, 'shop.example', 'https://', 'https://Shop.example', 'https://shop.example:443', 'http://shop.example:80',
    'https://*.shop.example', 'https://user@shop.example', 'https://shop.example?x', 'null', '', 'https://shop.example:99999',
    'https://a".example', "https://a'.example", ' https://shop.example',
  ])('"%s" is refused, because no browser sends it as an origin', (origin) => {
    expect(() => Cors.allow([SHOP, origin])).toThrow(/^cors-origin-invalid/);
  });

  test.each([SHOP, 'http://localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:3000', 'capacitor://localhost', 'https://xn--bcher-kva.example'])(
    '%s is an origin', (origin) => {
      expect(Cors.allow([origin])._preflight()).toMatchObject({ allowOrigins: [origin] });
    });

  test('no web origin is accepted that browsers would write otherwise', () => {
    const rest = fc.stringMatching(/^[a-zA-Z0-9.:/@?#[\]-]{1,12}$/);
    fc.assert(fc.property(fc.constantFrom('http', 'https'), rest, (scheme, host) => {
      const text = `${scheme}://${host}`;
      expect(isRefused(text) || new URL(text).origin === text).toBe(true);
    }));
  });

  test('every host with a name of its own and any port but the default one is an origin', () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z])?$/).filter((text) => !text.startsWith('xn--'));
    const port = fc.integer({ min: 1024, max: 65_535 });
    fc.assert(fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), fc.option(port), (labels, number) => {
      expect(isRefused(`https://${labels.join('.')}${number === null ? '' : `:${number}`}`)).toBe(false);
    }));
  });

  test('"*" mixed with other origins is refused', () => {
    expect(() => Cors.allow(['*', SHOP])).toThrow(/^cors-wildcard-mixed.*shop\.example/);
  });

  test.each<[string, () => Cors]>([
    ['origins', () => Cors.anyOrigin({ credentials: true })],
    ['origins', () => Cors.allow(['*'], { credentials: true })],
    ['headers', () => Cors.allow([SHOP], { credentials: true, headers: ['*'] })],
    ['exposeHeaders', () => Cors.allow([SHOP], { credentials: true, exposeHeaders: ['*'] })],
  ])('credentials with "*" in %s are refused', (where, make) => {
    expect(make).toThrow(new RegExp(`^cors-wildcard-with-credentials.*in ${where}\\b`));
  });

  test.each<[string, CorsOptions, RegExp]>([
    ['a method browsers do not know', { methods: ['GET', 'FETCH'] }, /^cors-method-unknown.*"FETCH"/],
    ['a method in lower case', { methods: ['get'] }, /^cors-method-unknown.*"get"/],
    ['a header name with a quote', { headers: ["X-O'Neill"] }, /^cors-header-name-invalid/],
    ['an exposed header name with a space', { exposeHeaders: ['X Total'] }, /^cors-header-name-invalid.*"X Total"/],
    ['a maximum age over a day', { maxAge: Duration.seconds(86_401) }, /^cors-max-age-out-of-range.*86401/],
    ['a maximum age of half a second', { maxAge: Duration.millis(500) }, /^cors-max-age-out-of-range.*0\.5/],
  ])('%s is refused', (_what, options, finding) => {
    expect(() => Cors.allow([SHOP], options)).toThrow(finding);
  });

  test('origins, header names and ages that are tokens pass', () => {
    const token = Lazy.string({ produce: () => 'later' });
    expect(() => Cors.allow([token, SHOP], {
      credentials: true, headers: [token], maxAge: Duration.seconds(Lazy.number({ produce: () => 60 })),
    })).not.toThrow();
  });

  test('a list of origins that is one token is refused, because the answers depend on how many there are', () => {
    expect(() => Cors.allow(Lazy.list({ produce: () => [SHOP] }))).toThrow(/^cors-origins-not-countable/);
  });
});

describe('the preflight', () => {
  test('asks for neither a key nor a token, whatever the other methods ask for', () => {
    const template = preflightOf(Cors.allow([SHOP]));
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', ApiKeyRequired: false });
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' });
  });

  test('names the origin, what may be sent and for how long the answer holds', () => {
    expect(preflightHeaders(Cors.allow([SHOP], { exposeHeaders: ['ETag'] }))).toEqual({
      'method.response.header.Access-Control-Allow-Headers':
        "'Authorization,Content-Type,X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token,X-Amz-User-Agent,X-Api-Key'",
      'method.response.header.Access-Control-Allow-Methods': "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
      'method.response.header.Access-Control-Allow-Origin': `'${SHOP}'`,
      'method.response.header.Access-Control-Expose-Headers': "'ETag'",
      'method.response.header.Access-Control-Max-Age': "'3600'",
      'method.response.header.Vary': "'Origin'",
    });
  });

  test('allows credentials when asked to, and says so only then', () => {
    expect(preflightHeaders(Cors.allow([SHOP], { credentials: true })))
      .toMatchObject({ 'method.response.header.Access-Control-Allow-Credentials': "'true'" });
    expect(preflightHeaders(Cors.allow([SHOP]))).not.toHaveProperty(['method.response.header.Access-Control-Allow-Credentials']);
  });

  test('with a maximum age of 0 is not kept at all', () => {
    expect(preflightHeaders(Cors.allow([SHOP], { maxAge: Duration.seconds(0) })))
      .toMatchObject({ 'method.response.header.Access-Control-Max-Age': "'-1'" });
  });

  test('does not exist when CORS is off', () => {
    expect(Cors.off()._preflight()).toBeUndefined();
    expect(Cors.off()._isOn).toBe(false);
  });
});

describe('an HTTP API', () => {
  test('is told the rules, and answers for itself', () => {
    const cors = Cors.allow([SHOP, ADMIN], { exposeHeaders: ['ETag'], credentials: true, methods: ['GET', 'POST'], headers: ['Authorization'] });
    expect(corsOfHttpApi(cors)).toEqual({
      AllowCredentials: true,
      AllowHeaders: ['Authorization'],
      AllowMethods: ['GET', 'POST'],
      AllowOrigins: [SHOP, ADMIN],
      ExposeHeaders: ['ETag'],
      MaxAge: 3600,
    });
  });

  test('is told the same defaults as a REST API', () => {
    expect(corsOfHttpApi(Cors.anyOrigin())).toEqual({
      AllowCredentials: false,
      AllowHeaders: ['Authorization', 'Content-Type', 'X-Amz-Content-Sha256', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-User-Agent', 'X-Api-Key'],
      AllowMethods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
      AllowOrigins: ['*'],
      MaxAge: 3600,
    });
  });

  test.each([0, 86_400])('is told a maximum age of %p s as it is', (seconds) => {
    expect(corsOfHttpApi(Cors.allow([SHOP], { maxAge: Duration.seconds(seconds) }))).toMatchObject({ MaxAge: seconds });
  });

  test('is told nothing when CORS is off', () => {
    expect(Cors.off()._httpPreflight()).toBeUndefined();
  });

  test('takes no origin of a scheme of its own, which a REST API does', () => {
    const cors = Cors.allow([SHOP, 'capacitor://localhost']);
    expect(cors._preflight()).toMatchObject({ allowOrigins: [SHOP, 'capacitor://localhost'] });
    expect(() => cors._httpPreflight()).toThrow(/^cors-origin-not-on-http-api.*"capacitor:\/\/localhost"/);
  });

  test('accepts every web origin, and no other', () => {
    const scheme = fc.constantFrom('http', 'https', 'capacitor', 'ionic', 'chrome-extension', 'httpx');
    fc.assert(fc.property(scheme, fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z])?$/).filter((host) => !host.startsWith('xn--')), (prefix, host) => {
      const tell = (): unknown => Cors.allow([`${prefix}://${host}`])._httpPreflight();
      if (['http', 'https'].includes(prefix)) expect(tell).not.toThrow();
      else expect(tell).toThrow(/^cors-origin-not-on-http-api/);
    }));
  });

  test('accepts origins, headers and ages that are tokens', () => {
    const token = Lazy.string({ produce: () => 'later' });
    const cors = Cors.allow([token], {
      headers: [token], methods: [token], maxAge: Duration.seconds(Lazy.number({ produce: () => 60 })),
    });
    expect(corsOfHttpApi(cors)).toMatchObject({ AllowOrigins: ['later'], AllowHeaders: ['later'], AllowMethods: ['later'], MaxAge: 60 });
  });

  test.each(['ANY', 'OPTIONS'])('with an %s route that asks who is calling is warned about, because preflights never say', (method) => {
    const stack = new Stack();
    Cors.allow([SHOP])._warnOfPreflights(stack, `${method} /orders`, method);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(`cors-preflight-asks-for-authorization: the route "${method} /orders"`));
  });

  test('is not warned about for other routes, or without CORS', () => {
    const stack = new Stack();
    Cors.allow([SHOP])._warnOfPreflights(stack, 'GET /orders', 'GET');
    Cors.off()._warnOfPreflights(stack, '$default', 'ANY');
    Annotations.fromStack(stack).hasNoWarning('*', '*');
  });
});

describe('answers of mock and mapped HTTP backends', () => {
  test('carry the headers, each declared', () => {
    const cors = Cors.allow([SHOP], { credentials: true, exposeHeaders: ['ETag', 'Link'] });
    expect(cors._integrationResponseHeaders()).toEqual({
      'method.response.header.Access-Control-Allow-Credentials': "'true'",
      'method.response.header.Access-Control-Allow-Origin': `'${SHOP}'`,
      'method.response.header.Access-Control-Expose-Headers': "'ETag,Link'",
      'method.response.header.Vary': "'Origin'",
    });
    expect(Object.keys(cors._methodResponseHeaders())).toEqual(Object.keys(cors._integrationResponseHeaders()));
    expect(new Set(Object.values(cors._methodResponseHeaders()))).toEqual(new Set([true]));
  });

  test('do not vary when every origin is allowed', () => {
    expect(Cors.anyOrigin()._integrationResponseHeaders()).toEqual({ 'method.response.header.Access-Control-Allow-Origin': "'*'" });
  });

  test('need no template with one origin, with any or with none', () => {
    expect([Cors.allow([SHOP]), Cors.allow([SHOP, SHOP]), Cors.anyOrigin(), Cors.off()].map((cors) => cors._responseOverride()))
      .toEqual(['', '', '', '']);
  });

  test.each([
    ['the first origin', { Origin: SHOP }, SHOP],
    ['another one of the list', { Origin: ADMIN }, ADMIN],
    ['another one over HTTP/2', { origin: ADMIN }, ADMIN],
    ['a stranger', { Origin: 'https://evil.example' }, SHOP],
    ['a stranger whose name ends alike', { Origin: `${ADMIN}.evil.example` }, SHOP],
    ['nobody', {}, SHOP],
  ])('with several origins and a request from %s name the right one and print nothing more', (_who, headers, expected) => {
    const answer = overridden(Cors.allow([SHOP, ADMIN, 'https://blog.example']), headers);
    expect(answer).toEqual({ origin: expected, body: '{"ok":true}' });
  });
});

describe("API Gateway's own errors", () => {
  test('name the origin when there is one', () => {
    expect(Cors.allow([SHOP], { credentials: true })._gatewayResponseHeaders()).toEqual({
      'Access-Control-Allow-Credentials': "'true'", 'Access-Control-Allow-Origin': `'${SHOP}'`, 'Vary': "'Origin'",
    });
  });

  test('may be read by any page when several may call without credentials', () => {
    expect(Cors.allow([SHOP, ADMIN])._gatewayResponseHeaders()).toEqual({ 'Access-Control-Allow-Origin': "'*'" });
  });

  test('name whoever asked when several may call with credentials', () => {
    expect(Cors.allow([SHOP, ADMIN], { credentials: true })._gatewayResponseHeaders()).toEqual({
      'Access-Control-Allow-Credentials': "'true'", 'Access-Control-Allow-Origin': 'method.request.header.Origin', 'Vary': "'Origin'",
    });
  });

  test('carry nothing when CORS is off', () => {
    expect(Cors.off()._gatewayResponseHeaders()).toEqual({});
    expect(Cors.off()._integrationResponseHeaders()).toEqual({});
  });
});

describe('Lambda functions', () => {
  test('learn the rules from their environment', () => {
    expect(Cors.allow([SHOP, ADMIN], { credentials: true, exposeHeaders: ['ETag', 'Link'] })._environment()).toEqual({
      CORS_ALLOW_CREDENTIALS: 'true', CORS_ALLOW_ORIGINS: `${SHOP},${ADMIN}`, CORS_EXPOSE_HEADERS: 'ETag,Link',
    });
    expect(Cors.anyOrigin()._environment()).toEqual({ CORS_ALLOW_CREDENTIALS: 'false', CORS_ALLOW_ORIGINS: '*' });
    expect(Cors.off()._environment()).toEqual({});
  });

  test('and the library call the variables by the same names', () => {
    expect(RUNTIME_CORS_ENVIRONMENT).toEqual(CORS_ENVIRONMENT);
  });
});

function isRefused(origin: string): boolean {
  try {
    Cors.allow([origin]);
    return false;
  } catch {
    return true;
  }
}

function preflightOf(cors: Cors): Template {
  const stack = new Stack();
  const api = new RestApi(stack, 'Api', { defaultMethodOptions: { authorizationType: AuthorizationType.IAM, apiKeyRequired: true } });
  api.root.addMethod('GET', new MockIntegration());
  api.root.addCorsPreflight(cors._preflight()!);
  return Template.fromStack(stack);
}

function preflightHeaders(cors: Cors): Record<string, string> {
  const [options] = Object.values(preflightOf(cors).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } }));
  return options.Properties.Integration.IntegrationResponses[0].ResponseParameters;
}

function corsOfHttpApi(cors: Cors): unknown {
  const stack = new Stack();
  new HttpApi(stack, 'Api', { corsPreflight: cors._httpPreflight() });
  const [api] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Api'));
  return api.Properties.CorsConfiguration;
}

/** What API Gateway would make of the static header and the template, with Velocity's own rules. */
function overridden(cors: Cors, headers: Record<string, string>): { origin: string; body: string } {
  const context = { responseOverride: { header: {} as Record<string, string> } };
  const input = { params: () => ({ header: { get: (name: string) => headers[name] ?? '' } }) };
  const body = render(`${cors._responseOverride()}{"ok":true}`, { input, context });
  const fixed = cors._integrationResponseHeaders()['method.response.header.Access-Control-Allow-Origin'].replaceAll("'", '');
  return { origin: context.responseOverride.header['Access-Control-Allow-Origin'] ?? fixed, body };
}
