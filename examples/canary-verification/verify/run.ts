import type { Account } from './account';
import type { Cdk, Context } from './cdk';
import { Look, Reply, StackEvent } from './evidence';
import type { Patience } from './patience';
import type { StackDesk } from './stack-desk';
import { Traffic } from './traffic';
import { StageWatch } from './watch';
import { STAGE_NAME, StackOutputs } from '../names';

/** What every phase has at hand. */
export interface Run {
  readonly account: Account;
  readonly cdk: Cdk;
  readonly stack: StackDesk;
  readonly patience: Patience;
  readonly outputs: StackOutputs;
  /** A release that was not there before. */
  nextRelease(): string;
  say(what: string): void;
}

/** What was seen of one update. */
export interface Witnessed {
  readonly since: number;
  readonly looks: readonly Look[];
  readonly replies: readonly Reply[];
  readonly events: readonly StackEvent[];
  readonly succeeded: boolean;
}

/** Looked at from before an update until this long after it. */
const AFTERMATH_MS = 90_000;
const LONGEST_MS = 3_600_000;

/** Deploys, while clients call and the stage is watched. `meanwhile` happens once the canary is on, if it ever is. */
export async function witness(run: Run, context: Context, meanwhile: () => Promise<void> = async () => undefined): Promise<Witnessed> {
  const since = Date.now();
  const watch = new StageWatch(run.account.apiGateway, { restApiId: run.outputs.RestApiId, stageName: STAGE_NAME });
  const traffic = new Traffic(run.outputs.ApiUrl);
  try {
    const succeeded = await deployed(run, context, { watch, meanwhile });
    await run.patience.wait(AFTERMATH_MS);
    return { since, succeeded, looks: watch.looks, replies: traffic.replies, events: await run.stack.events(since) };
  } finally {
    await Promise.all([watch.stop(), traffic.stop()]);
  }
}

interface Meanwhile { readonly watch: StageWatch; readonly meanwhile: () => Promise<void> }

/** Only when CloudFormation is done too: the CLI may end before. */
async function deployed({ cdk, stack, patience }: Run, context: Context, { watch, meanwhile }: Meanwhile): Promise<boolean> {
  let isOver = false;
  const acting = act();
  acting.catch(() => undefined); // told below
  const succeeded = await cdk.deploy(context);
  const status = await patience.until(async () => {
    const now = await stack.status();
    return now?.endsWith('_IN_PROGRESS') ? undefined : now ?? 'gone';
  }, { millis: LONGEST_MS, every: 5_000 });
  isOver = true;
  await acting;
  return succeeded && status === 'UPDATE_COMPLETE';

  async function act(): Promise<void> {
    await patience.until(async () => (watch.sawCanary || isOver ? true : undefined), { millis: LONGEST_MS, every: 1_000 });
    if (!isOver) await meanwhile();
  }
}
