import { Token } from 'aws-cdk-lib';
import { findingMessage } from '../../../lib/core/findings';
import { ConnectToken } from '../../../lib/security/connect/connect-token';

test.each([
  [ConnectToken.subprotocol(), 'subprotocol', 'bearer'],
  [ConnectToken.subprotocol('shop.token+v1'), 'subprotocol', 'shop.token+v1'],
  [ConnectToken.query(), 'query', 'token'],
  [ConnectToken.query('access_token'), 'query', 'access_token'],
])('a place for tokens knows where and how', ({ _place, _name }, place, name) => {
  expect([_place, _name]).toEqual([place, name]);
});

test.each(['', 'a b', 'a,b', 'bearer\n', 'bearer;', 'bärer', '"bearer"'])('a subprotocol that is no word is refused: %j', (given) => {
  expect(() => ConnectToken.subprotocol(given)).toThrow(findingMessage('connect-subprotocol-malformed', { given }));
});

test.each(['', 'a b', 'a=b', 'token&x', 'tökén'])('a query parameter API Gateway could not name is refused: %j', (given) => {
  expect(() => ConnectToken.query(given)).toThrow(findingMessage('connect-query-name-malformed', { given }));
});

test('names that are known at deployment only are taken', () => {
  const name = Token.asString({ Ref: 'Name' });
  expect([ConnectToken.subprotocol(name)._name, ConnectToken.query(name)._name]).toEqual([name, name]);
});
