import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { GuardedWatch, Watch } from '../../observability/alarm-maker';

/** Answers of one sort among all of the canary. */
interface Share {
  readonly counted: Metric;
  readonly requests: Metric;
}

/** 5xx answers. */
export function serverErrors(share: Share): GuardedWatch {
  return {
    ...inPercent(share),
    what: '5xx answers of the canary in percent of its requests',
    first: 'read integrationError and integrationStatus of the failing lines in the log group that ends in /Canary, then the log of the backend '
      + 'they name. The release was given up, or waits for this to end.',
  };
}

/** 4xx answers. */
export function clientErrors(share: Share): GuardedWatch {
  return {
    ...inPercent(share),
    what: '4xx answers of the canary in percent of its requests',
    first: 'count the lines in the log group that ends in /Canary by status, errorType and resourcePath, and compare with the base: one route '
      + 'points to a changed contract, 400 to validation, 401 and 403 to authorization. The release was given up, or waits for this to end.',
  };
}

/** Slow answers: more than one percent of them is what a 99th percentile above the limit means. */
export function slowRequests(share: Share, milliseconds: number): GuardedWatch {
  return {
    ...inPercent(share),
    what: `answers of the canary slower than ${milliseconds} ms in percent of its requests`,
    first: 'compare integrationLatency with responseLatency of the slow lines in the log group that ends in /Canary: if it is as long, the backend '
      + 'is slow, and cold if it is a new version. The release was given up, or waits for this to end.',
  };
}

/** No release takes that long. */
export function leftBehind(requests: Metric): Watch {
  return {
    expression: 'requests',
    usingMetrics: { requests },
    what: 'a canary has had traffic for more than 90 minutes, and no release lasts that long; its requests in ten minutes',
    unit: 'requests',
    first: 'look whether the stack is still being updated or rolled back. If not, take the canary away: '
      + '`npx cdk-gatehouse canary abort`, or "Delete canary" of the stage in the console.',
  };
}

function inPercent({ counted, requests }: Share): Pick<GuardedWatch, 'expression' | 'usingMetrics' | 'requests' | 'unit'> {
  return { expression: '100 * counted / requests', usingMetrics: { counted, requests }, requests: 'requests', unit: '%' };
}
