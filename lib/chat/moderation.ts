import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CHAT_MODERATION_FAILURE } from './chat-contract';

/**
 * Who looks at a message before it is stored: a function of yours.
 *
 * It gets `{ "room": "…", "from": "…", "cid": "…", "body": "…" }` and answers `{ "allowed": true }`, `{ "allowed": true, "body": "changed" }`
 * or `{ "allowed": false }`, within 300 ms: every message waits for it. Messages of the server client are not asked about.
 */
export class Moderation {
  /** When the function fails or is late, the message is refused, and the client may try again. */
  public static failClosed(moderator: IFunction): Moderation {
    return new Moderation({ moderator, failure: CHAT_MODERATION_FAILURE.refuse });
  }

  /** When the function fails or is late, the message is stored unseen. */
  public static failOpen(moderator: IFunction): Moderation {
    return new Moderation({ moderator, failure: CHAT_MODERATION_FAILURE.accept });
  }

  /** Nobody looks. What was said can still be redacted. */
  public static off(): Moderation {
    return new Moderation();
  }

  private constructor(
    /** @internal */
    public readonly _hook?: { readonly moderator: IFunction; readonly failure: string },
  ) {}
}
