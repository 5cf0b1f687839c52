import { CHAT_PRESENCE } from './chat-contract';

/** What a room is told about who is there. */
export class ChatPresence {
  /**
   * Names, in rooms of up to 200 connections; in bigger ones how many there are. Told a few seconds after somebody came, and half a minute
   * after somebody went, so that a reload is no news.
   */
  public static members(): ChatPresence {
    return new ChatPresence(CHAT_PRESENCE.members);
  }

  /** How many there are, never who. */
  public static count(): ChatPresence {
    return new ChatPresence(CHAT_PRESENCE.count);
  }

  /** Nothing: saves a post to everybody in the room for every coming and going. */
  public static off(): ChatPresence {
    return new ChatPresence(CHAT_PRESENCE.off);
  }

  private constructor(
    /** @internal */
    public readonly _mode: string,
  ) {}
}
