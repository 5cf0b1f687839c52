import { factsOf } from '../../../../runtime/chat/actions/event';

const EVENT = {
  requestContext: { connectionId: 'L0SM9cOFvHcCIhw=', authorizer: { user: 'ann', claims: '{}', expiresAt: '1750000000' } },
  body: '{"action":"ping"}',
  isBase64Encoded: false,
};

test('the facts are the connection, who it is, until when that is known, and the text', () => {
  expect(factsOf(EVENT)).toEqual({ connection: 'L0SM9cOFvHcCIhw=', user: 'ann', expiresAt: 1_750_000_000, text: '{"action":"ping"}' });
});

test('a body in base64 is decoded, and one that is not there is empty', () => {
  expect(factsOf({ ...EVENT, body: Buffer.from('{"body":"é"}').toString('base64'), isBase64Encoded: true }).text).toBe('{"body":"é"}');
  expect(factsOf({ ...EVENT, body: null }).text).toBe('');
  expect(factsOf({ ...EVENT, body: undefined, isBase64Encoded: true }).text).toBe('');
});

test.each([[0, 0], ['0', 0], [1_750_000_000, 1_750_000_000]])('an expiry of %p is %d', (expiresAt, seconds) => {
  expect(factsOf({ ...EVENT, requestContext: { connectionId: 'c', authorizer: { user: 'ann', expiresAt } } }).expiresAt).toBe(seconds);
});

test.each([undefined, null, '', 'soon', 'NaN', 'Infinity', true, {}])('an expiry of %p is no proof', (expiresAt) => {
  expect(() => factsOf({ ...EVENT, requestContext: { connectionId: 'c', authorizer: { user: 'ann', expiresAt } } })).toThrow('until when');
});

test.each([undefined, null, {}, { user: '' }, { user: 7 }])('an authorizer that says %p says not who it is', (authorizer) => {
  expect(() => factsOf({ ...EVENT, requestContext: { connectionId: 'c', authorizer } })).toThrow('who the user is');
});

test('an event without a connection is nobody\'s', () => {
  expect(() => factsOf({ ...EVENT, requestContext: { authorizer: EVENT.requestContext.authorizer } })).toThrow('no connection');
  expect(() => factsOf({})).toThrow('no connection');
});
