import type { FindingText } from './finding';

/** lib/delivery: what is measured of a canary. */
export const DELIVERY_SIGNALS_FINDINGS = {
  'canary-threshold-below': {
    problem: 'the canary is to be given up when {threshold} is below {value}, which is when all is well',
    instead: 'write `AlarmThreshold.above({value})`, or `AlarmThreshold.off()` for no such alarm',
  },
  'canary-latency-not-literal': {
    problem: 'the latencyP99 of a canary is known only when the stack is deployed, and slow requests are counted with a text that holds the number',
    instead: 'write the milliseconds out, `latencyP99: AlarmThreshold.above(3000)`',
  },
  'canary-signals-not-of-a-rest-stage': {
    problem: 'what a canary does was to be measured with the metrics of {given}, and only a stage of a REST API can have a canary',
    instead: 'pass the metrics of its stage: `ApiMetrics.ofStage(apiName, stageName)`',
  },
  'canary-log-group-name-too-long': {
    problem: 'API Gateway logs the requests of a canary to the log group "{name}", which is {length} characters long, and CloudWatch Logs takes 512',
    instead: 'give the log group of the access log a name of at most 505 characters',
  },
  'canary-lambda-errors-of-alias': {
    problem: 'the alias at {path} leads everybody to its version at once, so what it counts is not about the canary',
    instead: 'call `fn.currentVersion` from the route instead of the alias, and pass the function itself here',
  },
  'canary-lambda-errors-of-latest': {
    problem: 'the version at {path} is $LATEST, which runs new code for everybody before a canary starts',
    instead: 'call `fn.currentVersion` from the route, and pass the function itself here',
  },
  'canary-lambda-errors-of-import': {
    problem: 'the function at {path} is imported, so which of its versions the canary calls is not known here',
    instead: 'import the version that the route calls: `lambda.Version.fromVersionArn(this, \'Version\', \'arn:…:function:orders:7\')`',
  },
  'canary-lambda-errors-off': {
    problem: 'an alarm on the errors of the function at {path} was asked for with `AlarmThreshold.off()`',
    instead: 'leave the call out, or give a threshold: `AlarmThreshold.above(2)`',
  },
} as const satisfies Record<string, FindingText>;
