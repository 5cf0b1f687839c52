import type { FindingText } from './finding';

/** lib/delivery: releases of functions behind HTTP and WebSocket APIs. */
export const DELIVERY_LAMBDA_FINDINGS = {
  'canary-steps-not-for-functions': {
    problem: 'an API whose stage has no canary is to have the steps {given}, and AWS CodeDeploy, which releases its functions, shifts one share and then all, or equal shares',
    instead: 'write one whole percentage below 100, Canary.steps([10]), or equal parts of 100: Canary.steps([25, 50, 75]) or Canary.steps([20, 40, 60, 80])',
  },
  'canary-bake-not-in-minutes': {
    problem: 'each step of a canary lasts {seconds} s, and AWS CodeDeploy, which releases the functions of this API, counts in minutes',
    instead: 'write whole minutes: {{ bake: Duration.minutes(10) }}',
  },
  'canary-manual-for-functions': {
    problem: 'an operator is to decide about a release of functions, and AWS CodeDeploy, which releases those of this API, goes on by itself',
    instead: 'write Canary.steps([{percent}]), and stop the deployment in the console of CodeDeploy if it has to be, which takes the old version back',
  },
  'canary-option-not-for-functions': {
    problem: '{option} of a canary says something about a stage, and the stage of this API has no canary: AWS CodeDeploy releases its functions',
    instead: '{advice}',
  },
  'release-without-alarms': {
    problem: 'no alarm watches the functions at {path} while they are released, so every release gets all the traffic, however bad it is',
    instead: 'leave serverErrorRate as it is, or give alarms of your own: Canary.steps([10], {{ alarms: [alarm] }})',
  },
  'function-not-released': {
    problem: 'the function at {function} is {kind}, so that this API cannot release it step by step, and a change of it is there for everybody at once',
    instead: '{advice}; or acknowledge this',
  },
} as const satisfies Record<string, FindingText>;
