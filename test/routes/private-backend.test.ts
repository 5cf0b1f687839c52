import { Aws, CfnParameter } from 'aws-cdk-lib';
import { NetworkListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as fc from 'fast-check';
import { Backend } from '../../lib/routes/backend';
import { PrivateBackendOptions } from '../../lib/routes/private-backend';
import { newStack } from '../helpers/apps';

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/net/orders/50dc6c495c0c9188/f2f7dc8efc522ab2';

const stack = newStack();
const listener = NetworkListener.fromNetworkListenerArn(stack, 'Listener', LISTENER);

function backend(options: PrivateBackendOptions): Backend {
  return Backend.nlb(listener, options);
}

test.each<[PrivateBackendOptions, RegExp]>([
  [{ path: 'orders' }, /private-path-malformed: .*got "orders"/],
  [{ path: '' }, /private-path-malformed/],
  [{ path: '/orders?page=1' }, /private-path-malformed/],
  [{ path: '/orders#top' }, /private-path-malformed/],
  [{ path: '/my orders' }, /private-path-malformed/],
  [{ method: 'FETCH' }, /http-method-unknown/],
  [{ headers: { 'X From': 'gateway' } }, /private-header-malformed: .*"X From"/],
  [{ headers: { '': 'gateway' } }, /private-header-malformed/],
  [{ headers: { 'X-From': 'a\r\nX-Admin: yes' } }, /private-header-value-malformed: .*"X-From"/],
  [{ headers: { 'X-From': 'Zürich' } }, /private-header-value-malformed/],
  [{ tlsServerName: 'https://orders.shop.internal' }, /private-host-name-malformed: tlsServerName is a host name, got "https:/],
  [{ tlsServerName: '*.shop.internal' }, /private-host-name-malformed/],
  [{ hostName: 'orders.shop.internal:8080' }, /private-host-name-malformed: hostName /],
  [{ hostName: 'orders..internal' }, /private-host-name-malformed/],
  [{ hostName: '-orders.internal' }, /private-host-name-malformed/],
  [{ hostName: `${'a'.repeat(64)}.internal` }, /private-host-name-malformed/],
  [{ hostName: 'a.example', tlsServerName: 'a.example' }, /private-host-name-twice/],
  [{ port: 0 }, /private-port-out-of-range: .*got 0/],
  [{ port: 65536 }, /private-port-out-of-range/],
  [{ port: 80.5 }, /private-port-out-of-range/],
])('a backend in a VPC with %j is refused', (options, finding) => {
  expect(() => backend(options)).toThrow(finding);
});

test.each<PrivateBackendOptions>([
  {},
  { path: '/', method: 'POST', headers: { 'X-From': 'gateway', 'x_y.z': '' } },
  { path: '/v1/orders/{id}/{rest}', tlsServerName: 'orders-1.shop.internal' },
  { hostName: 'orders', port: 65535 },
])('a backend in a VPC may have %j', (options) => {
  expect(() => backend(options)).not.toThrow();
});

test('what is only known at deployment is neither checked nor printed', () => {
  const port = new CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
  const text = Aws.STACK_NAME;
  expect(() => backend({ path: text, headers: { 'X-From': text }, tlsServerName: text, port })).not.toThrow();
  expect(() => backend({ hostName: text })).not.toThrow();
  expect(() => backend({ headers: { [text]: 'ü' } })).toThrow(/^private-header-value-malformed: [^$]*"\?"/);
});

test('every port is taken, and nothing else that is a number', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), (port) => { backend({ port }); }));
  fc.assert(fc.property(fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 65536 })), (port) => {
    expect(() => backend({ port })).toThrow(/private-port-out-of-range/);
  }));
});

test('every host name of a URL is a host name', () => {
  fc.assert(fc.property(fc.domain(), (hostName) => { backend({ hostName }); }));
});
