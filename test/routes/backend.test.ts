import { Fn } from 'aws-cdk-lib';
import { Backend } from '../../lib/routes/backend';

describe('a mock backend', () => {
  test.each([99, 199, 600, 200.5])('answering with the status %d is refused', (statusCode) => {
    expect(() => Backend.mock({ statusCode })).toThrow(/status-code-out-of-range/);
  });
});

describe('an HTTP backend', () => {
  test.each(['orders.example.com', '/orders', 'ftp://orders.example.com', 'https://', ''])('at "%s" is refused', (url) => {
    expect(() => Backend.http(url)).toThrow(/http-url-malformed/);
    expect(() => Backend.httpWithMapping(url, { responses: [] })).toThrow(/http-url-malformed/);
  });

  test('may have an address that is only known at deployment', () => {
    expect(() => Backend.http(Fn.importValue('OrdersUrl'))).not.toThrow();
  });
});

describe('an HTTP mapping', () => {
  const map = (template: string) => Backend.httpWithMapping('https://orders.example.com', {
    request: { 'application/json': template }, responses: [{ statusCode: 200 }],
  });

  test('that parses is accepted', () => {
    expect(() => map('#set($id = $input.params("id")) {"id": "$id"}')).not.toThrow();
  });

  test('that is malformed is refused', () => {
    expect(() => map('#if($input.path("$.id")) {"id": 1}')).toThrow(/mapping-template-malformed.*"application\/json"/);
  });

  test('over 300 KB is refused', () => {
    expect(() => map('x'.repeat(300 * 1024 + 1))).toThrow(/mapping-template-too-large.*307201 bytes/);
  });

  test('with a token in it is not looked at before deployment', () => {
    expect(() => map(Fn.importValue('Template'))).not.toThrow();
  });

  test('of an answer is checked too', () => {
    expect(() => Backend.httpWithMapping('https://a.example', { responses: [{ statusCode: 42 }] })).toThrow(/status-code-out-of-range/);
    expect(() => Backend.httpWithMapping('https://a.example', { responses: [{ statusCode: 200, templates: { 'text/plain': '#if(' } }] }))
      .toThrow(/mapping-template-malformed/);
  });
});
