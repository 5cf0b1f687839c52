import { MemoryWorld, START_OF_TIME } from './support/memory-stage';
import { MINUTE, NEW, OLD, rollout } from './support/rollouts';
import { Rejected, Rollout, Started } from '../../../runtime/canary/rollout';
import { Progress, tick } from '../../../runtime/canary/tick';

const STARTED: Started = { startedAt: START_OF_TIME, base: OLD };
const OTHER = 'd9';

/** A release that began now. */
function world(percent = 10, overrides: Record<string, string> = {}): MemoryWorld {
  const canary = { deploymentId: NEW, percent, overrides };
  return new MemoryWorld({ deploymentId: OLD, deployments: [NEW, OTHER], canary });
}

function look(here: MemoryWorld, changes: Partial<Rollout> = {}): Promise<Progress> {
  return tick(rollout(changes), STARTED, here);
}

describe('a look at a release', () => {
  test('changes nothing before the bake is over', async () => {
    const here = world();
    here.time += 3 * MINUTE + 15_000;
    await expect(look(here)).resolves.toEqual({ isComplete: false, note: 'at 10 % after 3m 15s' });
    expect(here.changes).toEqual([]);
  });

  test('makes the next step after the bake, and the bake begins anew', async () => {
    const here = world();
    here.time += 10 * MINUTE;
    await expect(look(here)).resolves.toEqual({ isComplete: false, note: 'now at 50 %' });
    here.time += 10 * MINUTE - 1;
    await expect(look(here)).resolves.toMatchObject({ note: 'at 50 % after 10m 0s' });
    expect(here.changes).toEqual(['stage.step']);
  });

  test('promotes after the last step, and removes the canary with the look after that', async () => {
    const here = world(50);
    here.time += 10 * MINUTE;
    await expect(look(here)).resolves.toEqual({ isComplete: false, note: 'promoted' });
    expect(here.state.read()).toMatchObject({ deploymentId: NEW, canary: { deploymentId: NEW, percent: 0 } });
    await expect(look(here)).resolves.toEqual({ isComplete: true, note: `all traffic goes to deployment ${NEW}` });
    expect(here.state.read()?.canary).toBeUndefined();
  });

  test('brings variables to everybody with the promotion, and leaves others', async () => {
    const here = new MemoryWorld({
      deploymentId: OLD,
      variables: { color: 'blue', gone: 'soon' },
      deployments: [NEW],
      canary: { deploymentId: NEW, percent: 50, overrides: { color: 'green' } },
    });
    here.time += 10 * MINUTE;
    const release = { variables: { color: 'green' } };
    await look(here, release);
    await expect(look(here, release)).resolves.toMatchObject({ isComplete: true });
    expect(here.state.read()?.variables).toEqual({ color: 'green', gone: 'soon' });
  });

  test('goes on from a percentage that somebody chose, to the next step above it', async () => {
    const here = world();
    here.time += 9 * MINUTE;
    here.state.step(30);
    here.time += 9 * MINUTE;
    await expect(look(here)).resolves.toMatchObject({ note: 'at 30 % after 9m 0s' });
    here.time += MINUTE;
    await expect(look(here)).resolves.toMatchObject({ note: 'now at 50 %' });
  });

  test('counts from its start where the clock of API Gateway is behind, and waits longer where it is ahead', async () => {
    const behind = world();
    await expect(tick(rollout(), { ...STARTED, startedAt: START_OF_TIME + 5 * MINUTE }, Object.assign(behind, { time: START_OF_TIME + 12 * MINUTE })))
      .resolves.toMatchObject({ note: 'at 10 % after 7m 0s' });
    const ahead = world();
    ahead.time -= MINUTE;
    await expect(look(ahead)).resolves.toMatchObject({ isComplete: false, note: 'at 10 % after 0m 0s' });
  });
});

describe('a release is given up', () => {
  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_FAILED'])('without a touch when the stack is %s', async (status) => {
    const here = world();
    here.status = status;
    await expect(look(here)).rejects.toThrow(`the stack is ${status}: this release was given up, and nothing was touched`);
    expect(here.asked).toEqual(['stack.status']);
  });

  test('and its canary removed, when an alarm goes off', async () => {
    const here = world();
    here.time += 195_000;
    here.alarm('errors', 'ALARM', '9 % of requests');
    const rejected = await look(here, { alarms: ['errors'] }).catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(Rejected);
    expect(String(rejected)).toBe(
      'Rejected: alarm errors is in ALARM (9 % of requests) at 10 % after 3m 15s. No traffic goes to the new deployment any more');
    expect(here.changes).toEqual(['stage.removeCanary']);
  });

  test('and its canary removed, when an alarm goes off at the very end', async () => {
    const here = world(50);
    here.time += 10 * MINUTE;
    here.alarm('errors', 'ALARM');
    await expect(look(here, { alarms: ['errors'] })).rejects.toThrow('alarm errors is in ALARM');
    expect(here.state.read()).toMatchObject({ deploymentId: OLD });
  });

  test('and its canary removed, when it takes longer than it may', async () => {
    const here = world();
    here.time += 25 * MINUTE + 1;
    await expect(look(here)).rejects.toThrow('the release took longer than 25m 0s');
    expect(here.changes).toEqual(['stage.removeCanary']);
  });

  test('when somebody aborted it', async () => {
    const here = world();
    here.state.removeCanary();
    await expect(look(here)).rejects.toThrow('the canary was aborted by somebody else');
  });

  test('and the canary left, when somebody points it elsewhere', async () => {
    const here = world();
    here.state.start({ deploymentId: OTHER, percent: 10, overrides: {} });
    await expect(look(here)).rejects.toThrow(`it leads to deployment ${OTHER} now, and is left as it is`);
    expect(here.changes).toEqual([]);
  });

  test('and the canary left, when somebody gave it other variables', async () => {
    const here = world(10, { color: 'red' });
    await expect(look(here, { variables: { color: 'green' } })).rejects.toThrow('somebody else changed the canary');
    expect(here.changes).toEqual([]);
  });

  test('when the stage is gone', async () => {
    const here = world();
    here.state.exists = false;
    await expect(look(here)).rejects.toThrow('there is no stage prod any more');
  });
});

describe('somebody comes in between a look and the change after it', () => {
  test('an abort before a step leaves no canary', async () => {
    const here = world();
    here.time += 10 * MINUTE;
    here.before('stage.step', () => here.state.removeCanary());
    await expect(look(here)).rejects.toThrow('the canary was taken away during a step');
    expect(here.state.read()).toMatchObject({ deploymentId: OLD });
    expect(here.state.read()?.canary).toBeUndefined();
  });

  test('an abort before a step leaves none either where only variables change', async () => {
    const here = new MemoryWorld({ deploymentId: OLD, canary: { deploymentId: OLD, percent: 10, overrides: { color: 'green' } } });
    here.time += 10 * MINUTE;
    here.before('stage.step', () => here.state.removeCanary());
    await expect(look(here, { deploymentId: OLD, variables: { color: 'green' } })).rejects.toThrow('the canary was taken away during a step');
    expect(here.state.read()?.canary).toBeUndefined();
  });

  test('an abort before the promotion leaves the base where it is', async () => {
    const here = world(50);
    here.time += 10 * MINUTE;
    here.before('stage.promote', () => here.state.removeCanary());
    await expect(look(here)).rejects.toThrow('the canary was taken away during its promotion');
    expect(here.state.read()).toMatchObject({ deploymentId: OLD });
    expect(here.state.read()?.canary).toBeUndefined();
  });

  test('a promotion by hand ends the release', async () => {
    const here = world();
    here.state.promote();
    await expect(look(here)).resolves.toMatchObject({ isComplete: true });
    expect(here.state.read()).toMatchObject({ deploymentId: NEW });
  });
});

describe('another base meanwhile', () => {
  const drifted = (): MemoryWorld => {
    const here = world(50);
    here.state.restore({ deploymentId: OTHER, variables: {}, remove: [] });
    here.time += 10 * MINUTE;
    return here;
  };

  test('does not hold the release up', async () => {
    const here = drifted();
    await expect(look(here)).resolves.toMatchObject({ note: 'promoted' });
    expect(here.state.read()).toMatchObject({ deploymentId: NEW });
  });

  test('ends it where it is to', async () => {
    const here = drifted();
    await expect(look(here, { failsOnDrift: true })).rejects.toThrow(`the stage was given another deployment, ${OTHER}, by somebody else at 50 %`);
    expect(here.state.read()).toMatchObject({ deploymentId: OTHER });
    expect(here.state.read()?.canary).toBeUndefined();
  });
});

describe('a release with a minimum of requests', () => {
  const MINIMUM = { minimumRequests: 50 };

  test('stays at a step that had too few, beyond its bake', async () => {
    const here = world();
    here.time += 12 * MINUTE;
    here.requests = 49;
    await expect(look(here, MINIMUM)).resolves.toEqual({ isComplete: false, note: 'at 10 %: 49 of 50 requests' });
    expect(here.changes).toEqual([]);
  });

  test('goes on when they came, and counts those of this step alone', async () => {
    const here = world();
    here.time += 12 * MINUTE;
    here.requests = 50;
    await expect(look(here, MINIMUM)).resolves.toMatchObject({ note: 'now at 50 %' });
    here.time += 11 * MINUTE;
    await look(here, MINIMUM);
    expect(here.asked.filter((request) => request.startsWith('traffic'))).toEqual(['traffic.requestsSince 0', `traffic.requestsSince ${12 * MINUTE}`]);
  });

  test('says at its end how many came', async () => {
    const here = world();
    here.time += 26 * MINUTE;
    here.requests = 3;
    await expect(look(here, MINIMUM)).rejects.toThrow('the canary had 3 of 50 requests within 25m 0s');
  });

  test('counts none without one', async () => {
    const here = world();
    here.time += 10 * MINUTE;
    await look(here);
    expect(here.asked.some((request) => request.startsWith('traffic'))).toBe(false);
  });
});

describe('a manual release', () => {
  const MANUAL = { isManual: true, steps: [10], deadlineMs: 50 * MINUTE };

  test('waits for somebody, however long its step lasts', async () => {
    const here = world();
    here.time += 49 * MINUTE;
    await expect(look(here, MANUAL)).resolves.toEqual({ isComplete: false, note: 'waiting for somebody to promote or abort at 10 % after 49m 0s' });
    expect(here.changes).toEqual([]);
  });

  test('is over when nobody came', async () => {
    const here = world();
    here.time += 51 * MINUTE;
    await expect(look(here, MANUAL)).rejects.toThrow('nobody promoted the canary within 50m 0s');
    expect(here.changes).toEqual(['stage.removeCanary']);
  });

  test('ends with an alarm', async () => {
    const here = world();
    here.alarm('errors', 'ALARM');
    await expect(look(here, { ...MANUAL, alarms: ['errors'] })).rejects.toThrow('alarm errors is in ALARM');
  });
});
