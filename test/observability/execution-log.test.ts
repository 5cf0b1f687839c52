import { guardsOf, plainRestApi } from './plain-apis';
import { Waiver } from '../../lib/core/waiver';
import { ExecutionLog } from '../../lib/observability/execution-log';

test('errors and every step are the two levels, and none is off', () => {
  expect([ExecutionLog.errors()._level, ExecutionLog.info()._level, ExecutionLog.none('load test')._level]).toEqual(['ERROR', 'INFO', 'OFF']);
});

test('an execution log is recorded as on, with its level', () => {
  const { stage } = plainRestApi();
  ExecutionLog.errors()._record(stage);
  expect(guardsOf(stage)).toEqual([{ guard: 'executionLog', state: 'on', detail: 'level ERROR, payloads never' }]);
});

test('no execution log is a waiver of the rule that asks for it', () => {
  const { stage } = plainRestApi();
  ExecutionLog.none('load test')._record(stage);
  expect(Waiver.within(stage)).toMatchObject([{ control: 'executionLog', reason: 'load test', rules: ['AwsSolutions-APIG6'] }]);
});

test('no execution log without a reason is refused', () => {
  expect(() => ExecutionLog.none('')).toThrow(/^waiver-without-reason/);
});
