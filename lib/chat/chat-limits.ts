import { Size, Token } from 'aws-cdk-lib';
import { ChatLimitValues } from './chat-contract';
import { refuse } from '../core/refuse';

/** What one client may do. Each limit can be changed alone. */
export interface ChatLimitsOptions {
  /**
   * The longest body of a message, in UTF-8. 16 KiB is also the most. Besides, a message has to fit into a frame of 32 KB as JSON writes it
   * (AWS: "WebSocket frame size"): a control character takes six bytes there.
   *
   * @default Size.kibibytes(16)
   */
  readonly messageSize?: Size;

  /**
   * Frames a second that one connection may send for long: messages, joins, pages of history. Heartbeats do not count.
   *
   * @default 5
   */
  readonly framesPerSecond?: number;

  /**
   * Frames a connection may send at once after a pause. A client that comes back joins its rooms with one frame each.
   *
   * @default 10
   */
  readonly frameBurst?: number;

  /**
   * Frames above the allowance, within a minute, that close the connection.
   *
   * @default 3
   */
  readonly violations?: number;

  /**
   * Rooms that one connection can be in.
   *
   * @default 50
   */
  readonly roomsPerConnection?: number;

  /**
   * Connections that one user can have: browser tabs and devices. One more closes the oldest.
   *
   * @default 5
   */
  readonly connectionsPerUser?: number;
}

/** DynamoDB answers one query with a few hundred rows: what a connection and a user have must be found with one. */
const MOST = 200;
const MAX_BYTES = 16 * 1024;
/** One frame in a hundred seconds is no chat any more. */
const MIN_RATE = 0.01;

/** How much one connection, and one user, may do. Breaches are answered; repeated ones close the connection. */
export class ChatLimits {
  /** Enough for people who type, too little for programs that flood. */
  public static standard(options: ChatLimitsOptions = {}): ChatLimits {
    const { messageSize = Size.bytes(MAX_BYTES), framesPerSecond = 5, frameBurst = 10, violations = 3 } = options;
    return new ChatLimits({
      bodyBytes: checkedWhole('messageSize in bytes', bytesOf(messageSize), MAX_BYTES),
      framesPerSecond: checkedRate(framesPerSecond),
      frameBurst: checkedWhole('frameBurst', frameBurst, 1000),
      violations: checkedWhole('violations', violations, 1000),
      roomsPerConnection: checkedWhole('roomsPerConnection', options.roomsPerConnection ?? 50, MOST),
      connectionsPerUser: checkedWhole('connectionsPerUser', options.connectionsPerUser ?? 5, MOST),
    });
  }

  private constructor(
    /** @internal */
    public readonly _values: Omit<ChatLimitValues, 'retentionDays'>,
  ) {}
}

function bytesOf(size: Size): number {
  return size.isUnresolved() ? refuse('chat-limit-unresolved', { limit: 'messageSize' }) : size.toBytes();
}

function checkedWhole(limit: string, given: number, most: number): number {
  if (Token.isUnresolved(given)) refuse('chat-limit-unresolved', { limit });
  return Number.isInteger(given) && given >= 1 && given <= most ? given : refuse('chat-limit-out-of-range', { limit, given, least: 1, most });
}

function checkedRate(given: number): number {
  const limit = 'framesPerSecond';
  if (Token.isUnresolved(given)) refuse('chat-limit-unresolved', { limit });
  return given >= MIN_RATE && given <= 1000 ? given : refuse('chat-limit-out-of-range', { limit, given, least: MIN_RATE, most: 1000 });
}
