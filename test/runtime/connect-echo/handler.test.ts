import { echoHandler } from '../../../runtime/connect-echo/handler';

const echo = echoHandler({ SUBPROTOCOL: 'bearer' });

test.each([
  { 'Sec-WebSocket-Protocol': 'bearer, eyJhbGciOi' },
  { 'sec-websocket-protocol': 'chat.v1,bearer,eyJhbGciOi' },
])('the subprotocol is named when it was offered: %j', async (headers) => {
  expect(await echo({ headers })).toEqual({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'bearer' } });
});

test.each([{}, { 'Sec-WebSocket-Protocol': 'chat.v1' }, { 'Sec-WebSocket-Protocol': 'bearer2, Bearer' }, { 'X-Protocol': 'bearer' }])(
  'nothing is named that was not offered, or the browser would hang up: %j', async (headers) => {
    expect(await echo({ headers })).toEqual({ statusCode: 200 });
  });

test('a request without headers is connected all the same: the authorizer has let it in', async () => {
  expect(await echo({})).toEqual({ statusCode: 200 });
});

test('the token is never part of the answer', async () => {
  expect(JSON.stringify(await echo({ headers: { 'Sec-WebSocket-Protocol': 'bearer, eyJhbGciOi' } }))).not.toContain('eyJ');
});

test('a function that was not told the subprotocol does not start', () => {
  expect(() => echoHandler({})).toThrow(/SUBPROTOCOL/);
});
