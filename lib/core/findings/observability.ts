import type { FindingText } from './finding';

export const OBSERVABILITY_FINDINGS = {
  'firehose-stream-without-name': {
    problem: 'the Firehose stream at {path} has no deliveryStreamName, and API Gateway accepts only streams whose name begins with "amazon-apigateway-"',
    instead: 'name it, for example "amazon-apigateway-orders"',
  },
  'firehose-stream-name-prefix': {
    problem: 'the Firehose stream is named "{name}", and API Gateway accepts only streams whose name begins with "amazon-apigateway-"',
    instead: 'name it "amazon-apigateway-{name}"',
  },
  'api-name-without-ascii': {
    problem: 'the API name "{name}" has no ASCII character, so API Gateway reports the metrics under the id of the API and not under its name',
    instead: 'give the API a name with at least one ASCII character, or pass `restApi.restApiId` here',
  },
  'api-metric-not-reported': {
    problem: 'API Gateway does not report {measure} for {kind}',
    instead: 'leave it out, or ask for one of {reported}; only REST APIs have a cache, so `cached` is for those',
  },
  'api-metrics-route-of-another-kind': {
    problem: '`{asked}` does not name a route of {kind}',
    instead: 'write `{instead}`',
  },
  'http-access-log-to-firehose': {
    problem: 'an HTTP API can write its access log to CloudWatch Logs only, and got a Firehose stream',
    instead: 'write `AccessLog.json()` and let the stream subscribe to its log group',
  },
  'http-stage-imported': {
    problem: 'the stage at {path} is imported, so its access log cannot be set from here',
    instead: 'pass the HttpStage of the app that makes it, for example `httpApi.defaultStage`',
  },
  'websocket-access-log-to-firehose': {
    problem: 'the access log of a WebSocket API goes to a Firehose stream, and AWS documents a log group as the only destination',
    instead: 'write `AccessLog.json()` and let the stream subscribe to its log group',
  },
  'websocket-stage-imported': {
    problem: 'the stage at {path} is imported, so its access log cannot be set from here',
    instead: 'pass the WebSocketStage of the app that makes it',
  },
  'alarm-threshold-not-a-number': {
    problem: 'the alarm threshold is {value}',
    instead: 'give a finite number of 0 or more: percent for rates and shares, milliseconds for latencies',
  },
  'alarm-that-can-never-fire': {
    problem: 'the alarm {alarm} is to fire {direction} {value} {unit}, which cannot happen: {why}',
    instead: '{advice}',
  },
  'alarm-period-invalid': {
    problem: 'the alarm period is {seconds} s',
    instead: 'use whole minutes from 60 s to 86400 s, because API Gateway reports once a minute',
  },
  'alarm-periods-not-whole': {
    problem: '{option} is {value}',
    instead: 'give a whole number of 1 or more',
  },
  'alarm-datapoints-exceed-periods': {
    problem: 'the alarm wants {datapoints} breaching datapoints out of only {periods} periods, which can never be met',
    instead: 'give at most {periods} datapointsToAlarm, or more evaluationPeriods',
  },
  'alarm-window-too-long': {
    problem: 'the alarm looks back {seconds} s ({periods} periods), and CloudWatch allows {limit} s for this period',
    instead: 'use fewer evaluationPeriods, or a period of an hour or more, which may look back seven days',
  },
  'alarm-minimum-requests-not-whole': {
    problem: 'minimumRequests is {value}',
    instead: 'give a whole number of 1 or more; 1 means that a single request counts',
  },
  'throttled-alarm-needs-standard-log-group': {
    problem: 'the log group at {path} is of class INFREQUENT_ACCESS, which takes no metric filter, so nobody is told about throttled requests',
    instead: 'use a log group of class STANDARD, or say `throttledShare: AlarmThreshold.off()`',
  },
  'dashboard-name-invalid': {
    problem: 'the dashboard name is "{name}"',
    instead: 'use 1 to 255 letters, digits, "-" and "_"',
  },
} as const satisfies Record<string, FindingText>;
