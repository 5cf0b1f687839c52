import type { PatchOperation } from '@aws-sdk/client-api-gateway';

/** What the library tells API Gateway in a release, operation by operation. A test of the library keeps the two alike. */
export const PATCHES = {
  start: (deploymentId: string): PatchOperation[] => [
    { op: 'replace', path: '/canarySettings/deploymentId', value: deploymentId },
    { op: 'replace', path: '/canarySettings/useStageCache', value: 'false' },
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '10' },
  ],
  step: (): PatchOperation[] => [{ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' }],
  promote: (): PatchOperation[] => [
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
    { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
  ],
  remove: (): PatchOperation[] => [{ op: 'remove', path: '/canarySettings' }],
} as const;
