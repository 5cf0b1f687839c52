import { Fn, Lazy } from 'aws-cdk-lib';
import { Backend } from '../../lib/routes/backend';

describe('a mock backend', () => {
  test.each([99, 199, 600, 200.5])('answering with the status %d is refused', (statusCode) => {
    expect(() => Backend.mock({ statusCode })).toThrow(/status-code-out-of-range/);
  });

  test('may answer with a status that is only known at deployment', () => {
    expect(() => Backend.mock({ statusCode: Lazy.number({ produce: () => 204 }) })).not.toThrow();
  });
});

describe('an HTTP backend', () => {
  test.each(['orders.example.com', '/orders', 'ftp://orders.example.com', 'https://', ''])('at "%s" is refused', (url) => {
    expect(() => Backend.http(url)).toThrow(/http-url-malformed/);
    expect(() => Backend.httpWithMapping(url, { responses: [] })).toThrow(/http-url-malformed/);
  });

  test.each(['FETCH', 'get', ''])('called with the method "%s" is refused', (method) => {
    expect(() => Backend.http('https://a.example', { method })).toThrow(/http-method-unknown/);
    expect(() => Backend.httpWithMapping('https://a.example', { method, responses: [{ statusCode: 200 }] })).toThrow(/http-method-unknown/);
  });

  test('may have an address that is only known at deployment', () => {
    expect(() => Backend.http(Fn.importValue('OrdersUrl'))).not.toThrow();
  });
});
