/** What a check can find: an answer to its question, or that it saw too little for one. */
export type Answer = 'yes' | 'no' | 'not seen';

export type CheckId = 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6' | 'V7' | 'V8' | 'V9';

/** Checks that are answered out of one and the same run of something. */
export type Phase = 'rollback' | 'release' | 'scratch' | 'cached' | 'alarms';

export interface Check {
  readonly id: CheckId;
  readonly phase: Phase;
  readonly question: string;
  /** The answer the library cannot do without; none if it does without either. */
  readonly relied?: Answer;
}

/** In the order in which they are asked. */
export const CHECKS: readonly Check[] = [
  {
    id: 'V1',
    phase: 'rollback',
    relied: 'yes',
    question: 'Does an update that was cancelled, or that another resource failed, end on the old deployment and without a canary?',
  },
  { id: 'V2', phase: 'release', relied: 'yes', question: "Does CloudFormation's own update of the stage, after the promotion, leave what is live as it is?" },
  { id: 'V3', phase: 'release', question: 'Are there metrics of the canary alone, under Stage = prod/Canary?' },
  { id: 'V4', phase: 'release', relied: 'yes', question: 'Do requests of the canary go to the log group <name>/Canary that was made beforehand?' },
  { id: 'V5', phase: 'release', relied: 'yes', question: 'Are promotion and removal of the canary free of 5xx answers?' },
  { id: 'V6', phase: 'scratch', question: 'Is a deployment kept from being deleted while only a canary leads to it?' },
  { id: 'V7', phase: 'scratch', relied: 'yes', question: 'Does lastUpdatedDate move with every patch of a canary?' },
  { id: 'V8', phase: 'cached', relied: 'yes', question: 'Can a stage that has a cache cluster have a canary?' },
  { id: 'V9', phase: 'alarms', relied: 'yes', question: 'Can DescribeAlarms, asked for metric and composite alarms, be allowed for single metric alarms?' },
];

/** What came of one. */
export interface Finding {
  readonly id: CheckId;
  readonly answer: Answer;
  /** What was seen, in sentences. Nothing that was not. */
  readonly saw: readonly string[];
}

/** Whether the library relies on something that was seen to be otherwise. */
export function contradicts({ id, answer }: Finding): boolean {
  const { relied } = checkOf(id);
  return relied !== undefined && answer !== 'not seen' && answer !== relied;
}

export function checkOf(id: CheckId): Check {
  return CHECKS.find((check) => check.id === id)!;
}

/** Finding of a check that did not come to its end. */
export function notSeen(id: CheckId, why: string): Finding {
  return { id, answer: 'not seen', saw: [why] };
}
