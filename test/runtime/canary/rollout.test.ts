import { NEW, OLD, rollout } from './support/rollouts';
import type { StageView } from '../../../runtime/canary/ports';
import { changed, isForeign, isOurs, isReached, onlyIn } from '../../../runtime/canary/rollout';

const STAGE: StageView = { deploymentId: OLD, variables: { color: 'blue' }, lastUpdated: 0 };

describe('isReached', () => {
  test('needs the deployment and all variables of the release', () => {
    expect(isReached(STAGE, rollout({ deploymentId: OLD, variables: { color: 'blue' } }))).toBe(true);
    expect(isReached(STAGE, rollout({ deploymentId: NEW, variables: { color: 'blue' } }))).toBe(false);
    expect(isReached(STAGE, rollout({ deploymentId: OLD, variables: { color: 'green' } }))).toBe(false);
    expect(isReached(STAGE, rollout({ deploymentId: OLD, variables: { color: 'blue', size: 'l' } }))).toBe(false);
  });

  test('does not mind variables that the release does not name', () => {
    expect(isReached(STAGE, rollout({ deploymentId: OLD }))).toBe(true);
  });
});

describe('changed', () => {
  test('has what the stage does not have, or has otherwise, and nothing else', () => {
    expect(changed(STAGE, { color: 'blue' })).toEqual({});
    expect(changed(STAGE, { color: 'green', size: 'l' })).toEqual({ color: 'green', size: 'l' });
  });
});

describe('isOurs', () => {
  const canary = { deploymentId: NEW, percent: 10, overrides: {} };

  test('goes by the deployment where variables stay as they are', () => {
    expect(isOurs(canary, STAGE, rollout())).toBe(true);
    expect(isOurs({ ...canary, deploymentId: OLD }, STAGE, rollout())).toBe(false);
  });

  test('goes by the variables that the stage does not have, too', () => {
    const release = rollout({ variables: { color: 'green' } });
    expect(isOurs({ ...canary, overrides: { color: 'green' } }, STAGE, release)).toBe(true);
    expect(isOurs(canary, STAGE, release)).toBe(false);
    expect(isOurs({ ...canary, overrides: { color: 'red' } }, STAGE, release)).toBe(false);
  });

  test('needs no override of a variable that the stage has already', () => {
    expect(isOurs(canary, STAGE, rollout({ variables: { color: 'blue' } }))).toBe(true);
  });
});

describe('isForeign', () => {
  test.each<[string, string, number, boolean]>([
    ['to a third deployment, with traffic', 'd9', 20, true],
    ['to a third deployment, without traffic', 'd9', 0, false],
    ['to the base', OLD, 20, false],
    ['to the deployment of the release', NEW, 20, false],
  ])('a canary %s', (_where, deploymentId, percent, expected) => {
    expect(isForeign({ deploymentId, percent, overrides: {} }, STAGE, rollout())).toBe(expected);
  });
});

test('onlyIn has the names of one that the other one does not have, whatever their values', () => {
  expect(onlyIn({ color: 'green', fresh: 'yes' }, { color: 'blue', gone: 'soon' })).toEqual(['fresh']);
});
