import { placeIn } from '../verify/account';
import { requestIdIn } from '../verify/phases/release';
import { lineFrom } from '../verify/stack-desk';
import { replyFrom } from '../verify/traffic';
import { phasesOf } from '../verify/verification';

test('an answer tells its release, and whether it comes from the canary', () => {
  expect(replyFrom(200, 'id', '{"release":"2","canary":"true"}')).toEqual({ status: 200, requestId: 'id', release: '2', isCanary: true });
  expect(replyFrom(200, 'id', '{"release":"1","canary":"false"}')).toMatchObject({ release: '1', isCanary: false });
});

test('without a canary the gateway puts nothing in, which is neither yes nor no', () => {
  expect(replyFrom(200, 'id', '{"release":"1","canary":""}').isCanary).toBeUndefined();
});

test('an answer that is no release is its status alone', () => {
  expect(replyFrom(502, undefined, '<html>')).toEqual({ status: 502, requestId: undefined });
});

test('a line of the access log is known by its request', () => {
  expect(requestIdIn('{"requestId":"a-b","extendedRequestId":"c"}')).toBe('a-b');
});

test('an ARN tells account and Region', () => {
  expect(placeIn('arn:aws:cloudformation:eu-west-1:123456789012:stack/CDKToolkit/a')).toEqual({ account: '123456789012', region: 'eu-west-1' });
});

test('what is answered by one release is asked in one', () => {
  expect(phasesOf(['V2', 'V3', 'V5', 'V9'])).toEqual(['release', 'alarms']);
});

test('of what is in the log of a function, only what it said itself is read', () => {
  expect(lineFrom(1, '{"level":"info","message":"now at 50 %"}\n')).toEqual([{ at: 1, text: 'now at 50 %' }]);
  expect(lineFrom(1, 'REPORT RequestId: a')).toEqual([]);
  expect(lineFrom(1, '{"level":"info"}')).toEqual([]);
});
