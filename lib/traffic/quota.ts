import { Token } from 'aws-cdk-lib';
import { Period, QuotaSettings } from 'aws-cdk-lib/aws-apigateway';
import { refuse } from '../core/refuse';

/** Options of a quota per week or per month. */
export interface QuotaOptions {
  /**
   * Moves the day on which a period begins: 0 to 6 for a week, 0 to 27 for a month (the service refuses others).
   *
   * The API reference calls this the number of requests subtracted in the first period; that the service accepts
   * only the days of a period speaks for the older reading, "the day that a time period starts". Not proven without an account.
   *
   * @default 0
   */
  readonly offset?: number;
}

/** The largest number the service's 32-bit integers hold. */
const MAX_LIMIT = 2_147_483_647;
const MAX_OFFSET = { [Period.DAY]: 0, [Period.WEEK]: 6, [Period.MONTH]: 27 };

/**
 * How many requests a key may make in a period; the rest is answered with 429.
 *
 * Counted per API key over all routes of its usage plan, best effort: not a way to control cost or to block a caller.
 */
export class Quota {
  /** Requests per day. */
  public static perDay(requests: number): Quota {
    return Quota.per(Period.DAY, requests);
  }

  /** Requests per week. */
  public static perWeek(requests: number, options: QuotaOptions = {}): Quota {
    return Quota.per(Period.WEEK, requests, options.offset);
  }

  /** Requests per calendar month. */
  public static perMonth(requests: number, options: QuotaOptions = {}): Quota {
    return Quota.per(Period.MONTH, requests, options.offset);
  }

  /**
   * No quota.
   *
   * CloudFormation has no value for this, so nothing is written. That removing a quota from an existing plan removes it
   * from the service is not proven without an account: look at the plan after such a change.
   */
  public static unlimited(): Quota {
    return new Quota();
  }

  private static per(period: Period, requests: number, offset?: number): Quota {
    checkLimit(requests, period);
    checkOffset(offset, period);
    return new Quota({ period, limit: requests, offset });
  }

  private constructor(
    /** @internal */
    public readonly _settings?: QuotaSettings,
  ) {}
}

function checkLimit(limit: number, period: Period): void {
  const valid = Token.isUnresolved(limit) || (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT);
  if (!valid) refuse('quota-limit-out-of-range', { given: limit, period: period.toLowerCase() });
}

function checkOffset(offset: number | undefined, period: Period): void {
  if (offset === undefined || Token.isUnresolved(offset)) return;
  const max = MAX_OFFSET[period];
  if (!Number.isInteger(offset) || offset < 0 || offset > max) {
    refuse('quota-offset-out-of-range', { given: offset, period: period.toLowerCase(), max });
  }
}
