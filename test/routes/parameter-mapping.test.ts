import { Aws, Token } from 'aws-cdk-lib';
import { assert, constantFrom, property, string } from 'fast-check';
import { HttpParameterMapping } from '../../lib/routes/parameter-mapping';

const request = (target: string, value: string) => () => HttpParameterMapping.of({ request: { [target]: value } });
const response = (target: string, value: string) => () => HttpParameterMapping.of({ responses: { 200: { [target]: value } } });

describe('a request', () => {
  test.each([
    'append:header.x-shop', 'overwrite:header.X-Shop', 'overwrite:header.Host', 'append:querystring.page', 'overwrite:querystring.filter[shop]', 'overwrite:path',
  ])('has "%s"', (target) => {
    expect(request(target, 'books')()._request).toEqual({ [target]: 'books' });
  });

  test.each([
    'append:path', 'overwrite:path.id', 'path', 'overwrite.path', 'replace:header.x', 'append:header.', 'append:header.x shop', 'append:header.x:y', 'append:body',
    'overwrite:statuscode', 'append:querystring.', 'append:querystring.a b', '',
  ])('has no "%s"', (target) => {
    expect(request(target, 'books')).toThrow(/^mapping-target-malformed: a request has no /);
  });

  test.each([
    '$request.header.x-shop', '${request.header.x-shop}', '$request.querystring.page', '$request.path.id', '$request.path', '$request.body', '$request.body.shop.name',
    '$request.body[0].name', '$context.requestId', '${context.authorizer.claims.sub}', '$context.identity.source_ip', '$stageVariables.host', 'books', '/v2/$request.path.id',
    '/$request.path.rest/orders', '${request.path.shop} ${request.path.id}', '$5', 'a$', '$', '{id}', "''",
  ])('may be given "%s"', (value) => {
    expect(request('append:header.x-shop', value)()._request).toEqual({ 'append:header.x-shop': value });
  });

  test.each([
    '', '$request.headers.x', '$request.cookie.x', '$request.header', '$request.header.', '$request.body..name', '$request.body.a[?(@.b)]', '$response.header.x', '$context.',
    '$context', '$context.authorizer.claims.cognito:groups', '$stageVariable.host', '$method.request.header.x', '${}', '${request.header.x', '$request.path.a$request.path.b',
    '${request.path.a} $request.path.b',
  ])('cannot be given "%s"', (value) => {
    expect(request('append:header.x-shop', value)).toThrow(/^mapping-value-malformed: API Gateway cannot read .*, the value of "append:header.x-shop"; .*\$request\.header\.name/);
  });

  test.each(['', "''"])('loses what is removed, written as <%s>', (value) => {
    expect(request('remove:querystring.debug', value)()._request).toEqual({ 'remove:querystring.debug': "''" });
  });

  test('cannot lose one value of several', () => {
    expect(request('remove:header.x-shop', 'books')).toThrow(/^mapping-removes-value: the mapping "remove:header.x-shop" .*"books"/);
  });
});

describe('an answer', () => {
  test.each(['append:header.x-shop', 'overwrite:header.Cache-Control', 'remove:header.server'])('has "%s"', (target) => {
    expect(response(target, target.startsWith('remove') ? '' : '$response.header.x')).not.toThrow();
  });

  test.each(['overwrite:path', 'append:querystring.a', 'append:statuscode', 'overwrite.statuscode'])('has no "%s"', (target) => {
    expect(response(target, '200')).toThrow(/^mapping-target-malformed: a response has no /);
  });

  test.each(['$response.header.x-shop', '$response.body', '${response.body.error.code}', '$context.requestId', '$stageVariables.host', 'books'])('may be given "%s"', (value) => {
    expect(response('append:header.x-shop', value)()._responses).toEqual({ 200: { 'append:header.x-shop': value } });
  });

  test.each(['', '$request.header.x', '$request.path', '$response.path', '$response.body..x'])('cannot be given "%s"', (value) => {
    expect(response('append:header.x-shop', value)).toThrow(/^mapping-value-malformed: .*\$response\.header\.name/);
  });

  test.each(['202', '599', '${response.header.x-status}'])('may get the status %s', (status) => {
    expect(response('overwrite:statuscode', status)).not.toThrow();
  });

  test.each(['199', '600', '2xx', 'ok', '20.5', '0xff'])('cannot get the status %s', (status) => {
    expect(response('overwrite:statuscode', status)).toThrow(/^status-code-out-of-range: .*got /);
  });

  test.each(['100', '199', '600', '4xx', '', '*', '-200', '2e2'])('of the status "%s" cannot be changed', (status) => {
    expect(() => HttpParameterMapping.of({ responses: { [status]: {} } })).toThrow(/^status-code-out-of-range: /);
  });
});

describe('a header API Gateway keeps for itself', () => {
  const RESERVED = [
    'access-control-allow-origin', 'apigw-requestid', 'Authorization', 'Connection', 'Content-Encoding', 'Content-Length', 'Content-Location', 'Forwarded', 'Keep-Alive',
    'Origin', 'Proxy-Authenticate', 'Proxy-Authorization', 'TE', 'Trailers', 'Transfer-Encoding', 'Upgrade', 'x-amz-date', 'X-Amzn-Trace-Id', 'X-Forwarded-For',
    'X-Forwarded-Host', 'X-Forwarded-Proto', 'Via',
  ];

  test.each(RESERVED)('cannot be changed: %s', (name) => {
    for (const target of [`append:header.${name}`, `overwrite:header.${name.toUpperCase()}`]) {
      expect(request(target, 'a')).toThrow(/^mapping-header-reserved: /);
      expect(response(target, 'a')).toThrow(/^mapping-header-reserved: /);
    }
    expect(request(`remove:header.${name}`, '')).toThrow(/^mapping-header-reserved: /);
  });

  test.each(['x-authorization', 'Host', 'team', 'viable', 'x-forwarded-port', 'x-my-amz-date', 'content-type'])('is not %s', (name) => {
    expect(request(`overwrite:header.${name}`, 'a')).not.toThrow();
  });

  test('may be the name of a query parameter', () => {
    expect(request('overwrite:querystring.authorization', 'a')).not.toThrow();
  });
});

describe('two rules', () => {
  test.each([
    ['append:header.x-shop', 'overwrite:header.x-shop'],
    ['append:header.x-shop', 'append:header.X-Shop'],
    ['append:querystring.page', 'remove:querystring.page'],
  ])('cannot change one place: "%s" and "%s"', (first, second) => {
    const rules = { [first]: 'a', [second]: second.startsWith('remove') ? '' : 'b' };
    expect(() => HttpParameterMapping.of({ request: rules })).toThrow(`mapping-clash: two mappings change the same place, "${first}" and "${second}"`);
  });

  test.each([
    ['append:querystring.page', 'append:querystring.Page'],
    ['append:header.page', 'append:querystring.page'],
  ])('may change two places that look alike: "%s" and "%s"', (first, second) => {
    expect(() => HttpParameterMapping.of({ request: { [first]: 'a', [second]: 'b' } })).not.toThrow();
  });
});

test('a text without a dollar sign is a fixed value', () => {
  assert(property(string({ minLength: 1 }).filter((text) => !text.includes('$')), constantFrom(request, response), (text, direction) => {
    expect(direction('append:header.x-shop', text)).not.toThrow();
  }));
});

test('values and names that are only known at deployment are not looked at', () => {
  const unknown = Token.asString({ Ref: 'Unknown' });
  expect(request('append:header.x-shop', `$${Aws.REGION}`)).not.toThrow();
  expect(request(`append:header.${unknown}`, 'a')).not.toThrow();
  expect(response('overwrite:statuscode', unknown)).not.toThrow();
  expect(() => HttpParameterMapping.of({ responses: { [unknown]: {} } })).not.toThrow();
});

test('what a mapping was made of can be changed afterwards without changing the mapping', () => {
  const rules = { request: { 'append:header.a': '1' } };
  const mapping = HttpParameterMapping.of(rules);
  rules.request['append:header.a'] = '2';
  expect(mapping._request).toEqual({ 'append:header.a': '1' });
});
