import type { FindingText } from './finding';

/** lib/delivery: canary releases. */
export const DELIVERY_FINDINGS = {
  'canary-without-steps': {
    problem: 'a canary has no steps',
    instead: 'write the percent of the traffic that it gets, ascending: Canary.steps([10, 50])',
  },
  'canary-steps-unresolved': {
    problem: 'the steps of a canary are known only when the stack is deployed',
    instead: 'write them as numbers, because how many there are says how long the release may take: Canary.steps([10, 50])',
  },
  'canary-too-many-steps': {
    problem: 'a canary has the steps {given}',
    instead: 'leave {most} of them at most: each one bakes, and CloudFormation waits an hour for all of them',
  },
  'canary-steps-not-ascending': {
    problem: 'the steps of a canary are {given}',
    instead: 'write them ascending, each of them once: Canary.steps([10, 50])',
  },
  'canary-percent-out-of-range': {
    problem: 'a canary is to get {given} % of the traffic',
    instead: 'write a number above 0, and 100 at most',
  },
  'canary-time-unresolved': {
    problem: '{option} of a canary is known only when the stack is deployed',
    instead: 'write it as a literal, such as Duration.minutes(10): it decides how long CloudFormation waits',
  },
  'canary-bake-too-short': {
    problem: 'each step of a canary lasts {seconds} s, and API Gateway reports what happened in a minute only after it, so that alarms come later still',
    instead: 'let it bake for {shortest} minutes or more',
  },
  'canary-takes-too-long': {
    problem: 'the {steps} steps of a canary last {seconds} s each, and CloudFormation waits an hour for a custom resource',
    instead: 'use fewer steps or a shorter bake: {longest} minutes altogether at most',
  },
  'canary-deadline-out-of-range': {
    problem: 'an operator is to decide about a canary within {seconds} s',
    instead: 'give {shortest} to {longest} minutes, because CloudFormation waits an hour for a custom resource: Canary.manual(10, {{ within: Duration.minutes(30) }})',
  },
  'canary-minimum-requests-not-whole': {
    problem: 'a canary is to have {given} requests in each step',
    instead: 'give a whole number of 1 or more for minimumRequests, or leave it out',
  },
  'canary-minimum-requests-uncounted': {
    problem: 'a canary is to have requests in each step, and nobody counts them, because the stage writes no access log to a log group',
    instead: 'give accessLogGroup, or leave minimumRequests out',
  },
  'canary-without-stage': {
    problem: 'the API at {api} has no deployment and no stage of its own',
    instead: 'leave `deploy: false` out, or give the Stage that you made yourself as `stage`',
  },
  'canary-stage-imported': {
    problem: 'the stage at {path} is not made in this app, so nothing can be put in front of it',
    instead: 'give the Stage of the app that makes it',
  },
  'canary-stage-of-another-api': {
    problem: 'the canary is for the API at {api}, and the stage at {path} is of another one',
    instead: 'give a stage of that API, or leave `stage` out',
  },
  'canary-in-another-stack': {
    problem: 'the canary is in the stack {stack}, and its stage in the stack {other}',
    instead: 'make the canary in the stack of the stage: the stage has to wait for it',
  },
  'canary-stage-of-another-name': {
    problem: 'the canary is for the stage "{stage}", and its metrics are those of the stage "{metrics}"',
    instead: 'give the metrics of the same stage: ApiMetrics.ofStage(…, "{stage}")',
  },
  'canary-stage-has-canary-settings': {
    problem: 'the stage at {path} has canary settings (`CfnStage.canarySetting`), which would be put back after every release',
    instead: 'take them out of the code: the canary sets them itself, and removes them when the release is decided',
  },
  'canary-deployment-has-canary-settings': {
    problem: 'the deployment at {path} has canary settings (`CfnDeployment.deploymentCanarySettings`), so it would go to a stage by itself',
    instead: 'take them out of the code: the canary sends traffic to the deployment, step by step',
  },
  'canary-deployment-names-a-stage': {
    problem: 'the deployment at {path} has a stageName, so API Gateway gives it all traffic of that stage as soon as it is made',
    instead: 'leave stageName out of the Deployment: the Stage says which deployment it has',
  },
  'canary-deployment-not-in-stack': {
    problem: 'the stage at {path} gets a deployment that is not made in its stack',
    instead: 'make the Deployment beside the Stage, so that a new one is made for every change and the canary can wait for it',
  },
  'canary-waits-for-its-stage': {
    problem: 'the stage waits for its canary, and the canary for the stage: {path}{others}',
    instead: '{advice}',
  },
  'canary-alarm-slower-than-bake': {
    problem: 'the alarm at {alarm} looks back {window} s and comes about 3 minutes later, and the canary has {bake} s for a step',
    instead: 'let a step bake for {enough} s or more, or give the alarm a shorter period or fewer evaluation periods',
  },
  'canary-alarm-ignores-missing-data': {
    problem: 'the alarm at {alarm} keeps its state while there is no data (treatMissingData: ignore), so one that went off in an earlier release keeps the next one from starting',
    instead: 'write TreatMissingData.NOT_BREACHING',
  },
  'canary-without-alarms': {
    problem: 'no alarm watches the canary, so every release is promoted, however bad it is',
    instead: 'give accessLogGroup, from which errors of the canary are counted, or alarms of your own: Canary.steps([10], {{ alarms: [alarm] }})',
  },
  'canary-function-without-version': {
    problem: 'the API calls no version of the function {function}, so its new code serves everybody as soon as it is deployed, before the canary begins',
    instead: 'give the integration or authorizer a version: `fn.currentVersion`',
  },
  'canary-function-of-another-stack': {
    problem: 'the function {function} is made in another stack, so its new code serves everybody as soon as that stack is deployed, before the canary begins',
    instead: 'make it in the stack of the API, which can then call a version of it: one of another stack could never be replaced, because it would be exported',
  },
  'canary-version-of-another-stack': {
    problem: 'the API calls a version of the function {function}, which is made in another stack: its next version cannot be deployed, '
      + 'because CloudFormation does not delete the export of this one while the API uses it',
    instead: 'make the function in the stack of the API, or call it without a version and let its new code serve everybody at once',
  },
  'canary-lambda-errors-of-another-stack': {
    problem: 'errors of the function {path} are to end a release of an API in another stack, which can call no version of it that could be replaced',
    instead: 'make the function in the stack of the API, or add an alarm on all of its errors: `addAlarm()` with one on `fn.metricErrors()`',
  },
} as const satisfies Record<string, FindingText>;
