import { Duration } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** How long messages stay in the history. */
export class MessageRetention {
  /** At least a day. DynamoDB deletes within days of the end; nobody is shown a message that is over. */
  public static of(duration: Duration): MessageRetention {
    if (duration.isUnresolved()) refuse('chat-limit-unresolved', { limit: 'the retention of messages' });
    const days = duration.toDays({ integral: false });
    return Number.isInteger(days) && days >= 1 ? new MessageRetention(days) : refuse('chat-retention-not-days', { given: days });
  }

  /** Until somebody deletes the table. Think of the right to erasure: `redact` of the server client takes bodies away. */
  public static forever(): MessageRetention {
    return new MessageRetention(0);
  }

  private constructor(
    /** @internal 0 for ever. */
    public readonly _days: number,
  ) {}
}
