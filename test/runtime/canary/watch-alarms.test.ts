import { MemoryWorld } from './support/memory-stage';
import { OLD } from './support/rollouts';
import { objection } from '../../../runtime/canary/watch-alarms';

describe('objection', () => {
  const world = (): MemoryWorld => new MemoryWorld({ deploymentId: OLD });

  test('asks nobody where there are no alarms', async () => {
    const { alarms, asked } = world();
    await expect(objection([], alarms)).resolves.toBeUndefined();
    expect(asked).toEqual([]);
  });

  test.each(['OK', 'INSUFFICIENT_DATA'])('has nothing against alarms in state %s', async (state) => {
    const here = world();
    here.alarm('errors', state);
    await expect(objection(['errors'], here.alarms)).resolves.toBeUndefined();
  });

  test('names every alarm in ALARM with its reason, and no other', async () => {
    const here = world();
    here.alarm('errors', 'ALARM', '3 datapoints were above 2');
    here.alarm('latency', 'ALARM', 'slow');
    here.alarm('throttles', 'OK', 'quiet');
    await expect(objection(['errors', 'latency', 'throttles'], here.alarms))
      .resolves.toBe('alarm errors is in ALARM (3 datapoints were above 2), alarm latency is in ALARM (slow)');
  });

  test('an alarm that does not exist is an objection', async () => {
    const here = world();
    here.alarm('errors');
    await expect(objection(['errors', 'lost', 'gone'], here.alarms)).resolves.toBe('alarm lost, gone does not exist');
  });

  test('an alarm in ALARM is said before one that does not exist', async () => {
    const here = world();
    here.alarm('errors', 'ALARM', 'why');
    await expect(objection(['lost', 'errors'], here.alarms)).resolves.toBe('alarm errors is in ALARM (why)');
  });
});
