import { promotePatch, removePatch, restorePatch, startPatch, stepPatch } from '../../../runtime/canary/patches';

test('a start leads to the deployment, with the variables that change, without a cache, and takes traffic last', () => {
  expect(startPatch({ deploymentId: 'd2', percent: 12.5, overrides: { one: 'a', two: 'b' } })).toEqual([
    { op: 'replace', path: '/canarySettings/deploymentId', value: 'd2' },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/one', value: 'a' },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/two', value: 'b' },
    { op: 'replace', path: '/canarySettings/useStageCache', value: 'false' },
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '12.5' },
  ]);
});

test('a step changes the percentage and nothing else', () => {
  expect(stepPatch(50)).toEqual([{ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' }]);
});

test('a promotion copies what the canary has, and names no deployment: a release that was given up cannot come back by it', () => {
  expect(promotePatch()).toEqual([
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
    { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
  ]);
});

test('an abort removes the canary as a whole', () => {
  expect(removePatch()).toEqual([{ op: 'remove', path: '/canarySettings' }]);
});

test('a restoration names the deployment, all variables, and those that have to go', () => {
  expect(restorePatch({ deploymentId: 'd1', variables: { one: 'a' }, remove: ['two'] })).toEqual([
    { op: 'replace', path: '/deploymentId', value: 'd1' },
    { op: 'replace', path: '/variables/one', value: 'a' },
    { op: 'remove', path: '/variables/two' },
  ]);
});
