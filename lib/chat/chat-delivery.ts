import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** What one running function is asked to post in a second at most: a fifth of what a process was measured to do (bench/README.md). */
const POSTS_PER_DELIVERER = 1000;
/** AWS: "Maximum concurrency" of an Amazon SQS event source. */
const DELIVERERS = { least: 2, most: 1000 };
/**
 * Functions that read the stream, one for each of its shards, and serve small rooms themselves. A new table takes 4,000 writes a second (AWS: "Initial
 * throughput for on-demand capacity mode"), which is four partitions, and its stream is taken to have as many shards; not proven without an account.
 */
const DISPATCHERS = 4;
const RATE = { least: 100, most: DELIVERERS.most * POSTS_PER_DELIVERER };

/**
 * How fast messages are handed to connections.
 *
 * Every connection that gets a frame is one request out of the account's throttle, 10,000 a second in most Regions, which all its REST, HTTP and
 * WebSocket APIs and their callbacks share (AWS: "Throttle quota per account, per Region"). Deliveries that wait below that line are late by
 * as much as they must be; deliveries that run into it are tried again, lost, and take other APIs down with them.
 */
export class ChatDelivery {
  /**
   * At most this many posts a second, all rooms together: 100 to 1,000,000. Raise it after AWS has raised the account's throttle.
   *
   * It holds as long as the table's stream has no more than four shards, as many as a new table is taken to have. A table that has grown under load
   * has more: each adds a function that serves rooms of up to 200 connections itself.
   */
  public static paced(postsPerSecond: number): ChatDelivery {
    if (Token.isUnresolved(postsPerSecond)) refuse('chat-limit-unresolved', { limit: 'postsPerSecond' });
    const fits = Number.isInteger(postsPerSecond) && postsPerSecond >= RATE.least && postsPerSecond <= RATE.most;
    return fits ? new ChatDelivery(postsPerSecond) : refuse('chat-limit-out-of-range', { limit: 'postsPerSecond', given: postsPerSecond, ...RATE });
  }

  /** @internal Functions that read the stream at once. */
  public readonly _dispatchers = DISPATCHERS;

  private constructor(
    /** @internal */
    public readonly _postsPerSecond: number,
  ) {}

  /** @internal Functions that take tasks from the queue at once. */
  public get _deliverers(): number {
    return Math.min(DELIVERERS.most, Math.max(DELIVERERS.least, Math.ceil(this._postsPerSecond / POSTS_PER_DELIVERER)));
  }

  /** @internal What one running function may post in a second. */
  public get _postsPerFunction(): number {
    return Math.floor(this._postsPerSecond / (this._deliverers + this._dispatchers));
  }
}
