import { checkedReason } from '../core/reason';

/** Whether API Gateway checks requests against what the routes declare. */
export class Validation {
  /** Bodies against their JSON schemas, and required query, header and path parameters. The default. */
  public static bodyAndParameters(): Validation {
    return new Validation();
  }

  /** Backends see every request as it came. Say who checks it instead. */
  public static none(reason: string): Validation {
    return new Validation(checkedReason('request validation', reason));
  }

  private constructor(
    /** @internal */
    public readonly _waiver?: string,
  ) {}
}
