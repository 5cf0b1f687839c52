import { IConstruct } from 'constructs';
import { guardOn, guardWaived } from '../core/guards';
import { checkedReason } from '../core/reason';

/** Whether X-Ray follows requests from the gateway into the backend. */
export class Tracing {
  /** Follow the requests that the sampling rules of the account choose. */
  public static active(): Tracing {
    return new Tracing(true);
  }

  /** No tracing, for a reason a reviewer can judge. */
  public static none(reason: string): Tracing {
    return new Tracing(false, checkedReason('tracing', reason));
  }

  private constructor(
    /** @internal */
    public readonly _enabled: boolean,
    private readonly reason: string = '',
  ) {}

  /** @internal */
  public _record(stage: IConstruct): void {
    if (this._enabled) guardOn(stage, 'tracing', 'X-Ray');
    else guardWaived(stage, 'tracing', this.reason);
  }
}
