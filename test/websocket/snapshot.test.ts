import { Backend } from '../../lib/routes/backend';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { readableTemplate } from '../helpers/readable';

test('a door with no props, one Lambda route that replies and one mock is this, as a whole', () => {
  const stack = newStack();
  const api = new SecureWebSocketApi(stack, 'Live');
  api.addRoute('sendMessage', Backend.lambda(newFunction(stack)), { reply: true });
  api.addRoute('ping', Backend.mock({ body: { type: 'pong' } }));
  expect(readableTemplate(stack)).toMatchSnapshot();
});
