import { MemoryWorld, START_OF_TIME } from './support/memory-stage';
import { NEW, OLD, rollout } from './support/rollouts';
import { begin, Begun } from '../../../runtime/canary/begin';
import { Change, Rejected, Rollout } from '../../../runtime/canary/rollout';

const FROM = rollout({ deploymentId: OLD });

function world(options: Partial<ConstructorParameters<typeof MemoryWorld>[0]> = {}): MemoryWorld {
  return new MemoryWorld({ deploymentId: OLD, deployments: [NEW, 'd9'], ...options });
}

function release(here: MemoryWorld, to: Partial<Rollout> = {}): Promise<Begun> {
  return begin({ to: rollout(to), from: FROM }, here);
}

describe('a release', () => {
  test('begins with a canary at the first step, and remembers when and on which base', async () => {
    const here = world();
    await expect(release(here)).resolves.toEqual({ started: { startedAt: START_OF_TIME, base: OLD } });
    expect(here.state.read()).toMatchObject({ deploymentId: OLD, canary: { deploymentId: NEW, percent: 10, overrides: {} } });
  });

  test('overrides the variables that the stage does not have', async () => {
    const here = world({ variables: { color: 'blue', size: 'l' } });
    await release(here, { variables: { color: 'green', size: 'l', fresh: 'yes' } });
    expect(here.state.read()).toMatchObject({ variables: { color: 'blue' }, canary: { overrides: { color: 'green', fresh: 'yes' } } });
  });

  test('has a canary although only variables change', async () => {
    const here = world();
    await release(here, { deploymentId: OLD, variables: { color: 'green' } });
    expect(here.state.read()?.canary).toEqual({ deploymentId: OLD, percent: 10, overrides: { color: 'green' } });
  });

  test('is over at once where there is no stage yet', async () => {
    const here = world();
    here.state.exists = false;
    await expect(release(here)).resolves.toEqual({ settled: expect.stringContaining('no such stage yet') });
  });

  test('is over at once where the stage is as it wants it, and asks no alarm then', async () => {
    const here = world();
    await expect(release(here, { deploymentId: OLD, alarms: ['lost'] })).resolves.toEqual({ settled: 'the stage has this deployment already' });
    expect(here.changes).toEqual([]);
  });

  test.each(['UPDATE_COMPLETE', 'CREATE_IN_PROGRESS', 'UPDATE_FAILED', 'DELETE_IN_PROGRESS'])('does not begin while the stack is %s', async (status) => {
    const here = world();
    here.status = status;
    await expect(release(here)).rejects.toThrow(Rejected);
    expect(here.asked).toEqual(['stack.status']);
  });

  test('does not begin while an alarm is in ALARM, or lacks', async () => {
    const loud = world();
    loud.alarm('errors', 'ALARM', 'yesterday');
    await expect(release(loud, { alarms: ['errors'] })).rejects.toThrow('alarm errors is in ALARM (yesterday), before any traffic went to the new deployment');
    expect(loud.changes).toEqual([]);
    await expect(release(world(), { alarms: ['lost'] })).rejects.toThrow('alarm lost does not exist, before any traffic');
  });

  test('is taken back when the stack was rolled back while it began', async () => {
    const here = world();
    here.before('stage.start', () => { here.status = 'UPDATE_ROLLBACK_COMPLETE'; });
    await expect(release(here)).rejects.toThrow('the stack is UPDATE_ROLLBACK_COMPLETE: this release was given up while it began');
    expect(here.changes).toEqual(['stage.start', 'stage.removeCanary']);
    expect(here.state.read()?.canary).toBeUndefined();
  });

  test('asks the stack again only after the canary is there', async () => {
    const here = world();
    await release(here);
    expect(here.asked).toEqual(['stack.status', 'stage.read', 'stage.start', 'stack.status']);
  });
});

describe('a canary that is there already', () => {
  const FOREIGN = { deploymentId: 'd9', percent: 20, overrides: {} };

  test('of somebody else is left alone, and named', async () => {
    const here = world({ canary: FOREIGN });
    await expect(release(here)).rejects.toThrow('somebody has a canary on stage prod: 20 % go to deployment d9');
    expect(here.state.read()?.canary).toEqual(FOREIGN);
  });

  test('of somebody else is taken over where the release says so', async () => {
    const here = world({ canary: { ...FOREIGN, overrides: { rogue: 'x' } } });
    await release(here, { takesOver: true });
    expect(here.state.read()?.canary).toEqual({ deploymentId: NEW, percent: 10, overrides: {} });
  });

  test('of somebody else is not taken over while an alarm is in ALARM', async () => {
    const here = world({ canary: FOREIGN });
    here.alarm('errors', 'ALARM');
    await expect(release(here, { takesOver: true, alarms: ['errors'] })).rejects.toThrow(Rejected);
    expect(here.state.read()?.canary).toEqual(FOREIGN);
  });

  test.each([
    ['without traffic', { ...FOREIGN, percent: 0 }],
    ['to the base', { ...FOREIGN, deploymentId: OLD }],
    ['of an earlier attempt', { ...FOREIGN, deploymentId: NEW, percent: 50 }],
  ])('%s makes room, with all it overrides', async (_which, canary) => {
    const here = world({ canary: { ...canary, overrides: { rogue: 'x' } } });
    await release(here);
    expect(here.state.read()?.canary).toEqual({ deploymentId: NEW, percent: 10, overrides: {} });
  });
});

describe('a rollback', () => {
  test('of a release that was for a stage with another name asks nothing of the old one', async () => {
    const here = world();
    here.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    const change: Change = { to: FROM, from: rollout({ stageName: 'live' }) };
    await expect(begin(change, here)).resolves.toEqual({ settled: 'the release was that of another stage' });
    expect(here.asked).toEqual(['stack.status']);
  });

  const BACK: Change = { to: FROM, from: rollout() };

  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED', 'ROLLBACK_IN_PROGRESS'])('is what an update is while the stack is %s', async (status) => {
    const here = world({ canary: { deploymentId: NEW, percent: 10, overrides: {} } });
    here.state.promote();
    here.status = status;
    await expect(begin(BACK, here)).resolves.toEqual({ settled: `the stage is back on deployment ${OLD}` });
    expect(here.state.read()).toMatchObject({ deploymentId: OLD });
  });

  test('never sends a canary back', async () => {
    const here = world();
    here.state.restore({ deploymentId: NEW, variables: {}, remove: [] });
    here.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    await begin(BACK, here);
    expect(here.changes).not.toContain('stage.start');
  });

  test('asks no alarm: it has to happen in any case', async () => {
    const here = world();
    here.alarm('errors', 'ALARM');
    here.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    await begin({ to: rollout({ deploymentId: OLD, alarms: ['errors'] }), from: rollout() }, here);
    expect(here.asked).not.toContain('alarms.find');
  });
});
