import { AlarmThreshold } from '../observability/alarm-threshold';

/** From when on the alarms of a chat go off. Each can be changed alone. */
export interface ChatAlarmsOptions {
  /**
   * Seconds the oldest delivery task waits: the fan-out does not keep up. SQS counts from when it was sent, and what a room is told of a connection
   * that was lost waits for half a minute on purpose: less than 45 goes off all the time.
   *
   * @default AlarmThreshold.above(60)
   */
  readonly taskAge?: AlarmThreshold;

  /**
   * Dead letters: what could not be delivered after several tries, and waits for an operator.
   *
   * @default AlarmThreshold.above(0, { evaluationPeriods: 1 })
   */
  readonly deadLetters?: AlarmThreshold;

  /**
   * Posts that were given up, in percent of all posts: clients that are too slow, or API Gateway failing.
   *
   * @default AlarmThreshold.above(5)
   */
  readonly failureShare?: AlarmThreshold;

  /**
   * Posts that API Gateway refused with 429, in percent of all posts: the throttle of the account is reached.
   *
   * @default AlarmThreshold.above(5)
   */
  readonly throttledShare?: AlarmThreshold;

  /**
   * Milliseconds the oldest stored message waits for the dispatcher.
   *
   * @default AlarmThreshold.above(30000)
   */
  readonly streamAge?: AlarmThreshold;

  /**
   * Calls of the functions that failed, and frames that were answered with `unavailable`, in percent of all calls.
   *
   * @default AlarmThreshold.above(1)
   */
  readonly functionErrorShare?: AlarmThreshold;
}
