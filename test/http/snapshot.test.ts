import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Backend } from '../../lib/routes/backend';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { readableTemplate } from '../helpers/readable';

test('a door with no props and one Lambda route is this, as a whole', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(stack)));
  expect(readableTemplate(stack)).toMatchSnapshot();
});
