import type { FindingText } from './finding';

export const CORE_FINDINGS = {
  'waiver-without-reason': {
    problem: 'turning off {control} was given the empty reason "{reason}"',
    instead: 'write a sentence a reviewer can judge, for example "public price list, approved in SEC-42"',
  },
} as const satisfies Record<string, FindingText>;
