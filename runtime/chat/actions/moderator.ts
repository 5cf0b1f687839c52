import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CHAT_MODERATION_FAILURE } from '../../../lib/chat/chat-contract';
import type { Draft, Moderator } from '../ports';
import type { ModerationFailure } from '../shared/environment';
import { logFailure } from '../shared/failure';

/** How the moderator is asked. */
export interface ModeratorOptions {
  readonly client: LambdaClient;
  /** The ARN of the function, or of one of its versions or aliases. */
  readonly functionArn: string;
  /** What happens to a message that nobody could judge. */
  readonly onFailure: ModerationFailure;
  /** Milliseconds. The sender waits, and with it everybody the message is for. @default 300 */
  readonly budget?: number;
}

type Review = Awaited<ReturnType<Moderator['review']>>;

const BUDGET = 300;

/** Every message is allowed as it is. */
export const NO_MODERATOR: Moderator = { review: async ({ body }) => ({ allowed: true, body }) };

/**
 * Asks a Lambda function before a message is stored.
 *
 * The function gets the event `{ room, from, cid, body }` and answers `{ allowed: boolean, body?: string }`: with `allowed: false` the sender is
 * told `moderated`, and nothing is stored; with a `body`, that is stored instead of what was sent. It is asked again when a client sends again.
 *
 * It has 300 ms, its own start included: give it provisioned concurrency if every message must be judged. An answer that is late, an error or
 * anything else than the above is a failure: then the message is stored as it is (`accept`), or the sender is told `unavailable` and tries
 * again later with the same `cid` (`refuse`).
 */
export class LambdaModerator implements Moderator {
  constructor(private readonly options: ModeratorOptions) {}

  public async review(draft: Draft): Promise<Review> {
    try {
      return await this.ask(draft);
    } catch (error) {
      const { onFailure } = this.options;
      logFailure('the moderator failed', error, { room: draft.room, onFailure });
      if (onFailure === CHAT_MODERATION_FAILURE.accept) return { allowed: true, body: draft.body };
      throw new NotModerated();
    }
  }

  private async ask({ room, from, cid, body }: Draft): Promise<Review> {
    const { client, functionArn, budget = BUDGET } = this.options;
    const command = new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify({ room, from, cid, body })) });
    const { FunctionError, Payload } = await client.send(command, { abortSignal: AbortSignal.timeout(budget) });
    if (FunctionError !== undefined) throw new BrokenModerator(`the moderator ended with an error: ${FunctionError}`);
    return verdict(JSON.parse(Buffer.from(Payload ?? []).toString('utf8')), body);
  }
}

function verdict(answer: unknown, body: string): Review {
  const { allowed, body: other = body } = Object(answer) as Record<string, unknown>;
  if (allowed === false) return { allowed };
  // Half a surrogate pair has no UTF-8, and no message is empty: see the schema of `send`.
  if (allowed !== true || typeof other !== 'string' || !/^\P{Cs}+$/u.test(other)) throw new BrokenModerator('the moderator answered something else');
  return { allowed, body: other };
}

class BrokenModerator extends Error {
  public override readonly name = 'BrokenModerator';
}

class NotModerated extends Error {
  public override readonly name = 'NotModerated';
  public override readonly message = 'the message could not be judged';
}
