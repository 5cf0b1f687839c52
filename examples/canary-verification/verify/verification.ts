import { Account } from './account';
import { Cdk } from './cdk';
import { CheckId, CHECKS, checkOf, Finding, notSeen, Phase } from './checks';
import type { Options } from './options';
import { Patience } from './patience';
import { alarmsPhase } from './phases/alarms';
import { releasePhase } from './phases/release';
import { rollbackPhase } from './phases/rollback';
import { cachedPhase, scratchPhase } from './phases/scratch';
import type { Run } from './run';
import { StackDesk } from './stack-desk';

const PHASES: Readonly<Record<Phase, (run: Run) => Promise<Finding[]>>> = {
  rollback: rollbackPhase, release: releasePhase, scratch: scratchPhase, cached: cachedPhase, alarms: alarmsPhase,
};
const SETTLED_WITHIN = { millis: 3_600_000, every: 5_000 };

/** From the first deployment to the last trace of it. */
export class Verification {
  readonly patience = new Patience();
  private readonly cdk = new Cdk();
  private readonly stack: StackDesk;
  /** What nobody has deployed before, whatever an earlier run has left. */
  private release = Math.floor(Date.now() / 1_000);

  constructor(private readonly account: Account, private readonly say: (what: string) => void) {
    this.stack = new StackDesk(account);
  }

  /** What was asked for, in the order of the checks. A phase that fails leaves its checks open, and the next one is tried. */
  async findings({ only }: Options): Promise<Finding[]> {
    const run = await this.begin();
    const findings: Finding[] = [];
    for (const phase of phasesOf(only)) {
      const checks = CHECKS.filter((check) => check.phase === phase);
      findings.push(...await PHASES[phase](run).catch((error: Error) => checks.map(({ id }) => notSeen(id, `The run failed: ${error.message}`))));
      if (this.patience.hasEnded) break;
    }
    const missing = only.filter((id) => !findings.some((finding) => finding.id === id)).map((id) => notSeen(id, 'The run was ended before.'));
    return [...findings, ...missing].filter(({ id }) => only.includes(id)).sort((one, other) => one.id.localeCompare(other.id));
  }

  /** An update that is under way is cancelled first: CloudFormation deletes no stack meanwhile. */
  async cleanUp(): Promise<boolean> {
    this.say('taking everything away');
    if (await this.stack.status() === 'UPDATE_IN_PROGRESS') await this.stack.cancelUpdate().catch(() => undefined);
    await new Patience().until(async () => ((await this.stack.status())?.endsWith('_IN_PROGRESS') ? undefined : true), SETTLED_WITHIN);
    return this.cdk.destroy();
  }

  private async begin(): Promise<Run> {
    const { account, cdk, stack, patience, say } = this;
    say('deploying the API');
    const nextRelease = () => String(this.release += 1);
    if (!await cdk.deploy({ release: nextRelease() })) throw new Error('the first deployment failed: nothing was asked');
    return { account, cdk, stack, patience, say, nextRelease, outputs: await stack.outputs() };
  }
}

/** Each of them once, in the order of the checks. */
export function phasesOf(only: readonly CheckId[]): Phase[] {
  return [...new Set(only.map((id) => checkOf(id).phase))];
}
