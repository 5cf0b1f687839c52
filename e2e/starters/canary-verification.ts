import { deepStrictEqual, match, ok, strictEqual } from 'assert';
import { StackEvent } from '@aws-sdk/client-cloudformation';
import { CanaryStack } from '../canary-stack';
import { Failure } from '../failure';
import { Deployed, Starter } from './starter';

const ROLLOUT = 'Custom::ApiCanaryRollout';
const STAGE = 'AWS::ApiGateway::Stage';
/** Shorter than two looks of the waiter, and longer than one. */
const BAKE_SECONDS = '10';

/** An API whose releases begin with a canary: real CloudFormation events, waiter, functions and roles, as far as the emulator goes. */
export class CanaryVerification implements Starter {
  readonly name = 'canary-verification';
  readonly stack = 'CanaryVerification';
  readonly first = release('1');
  readonly changed = release('2');
  /** Opened by the first version. */
  private site?: CanaryStack;
  /** The deployment of a release that stays. */
  private base?: string;

  async drive(deployed: Deployed): Promise<void> {
    const { report } = deployed;
    const site = this.site = await CanaryStack.open(deployed);
    this.base = (await site.stage()).base;
    await report.check('the first deployment waits for no canary', async () => deepStrictEqual(await seen(site), { release: '1', hasCanary: false, patches: [] }));
    await report.check('the gate is passed before the stage is made', async () => {
      ok(await first(site.events(), ROLLOUT, 'CREATE_COMPLETE') <= await first(site.events(), STAGE, 'CREATE_IN_PROGRESS'));
    });
    await report.must('functions are told where canaries are', () => site.tellWhereStagesAre());
    await report.must('who may describe some alarms may describe all', () => site.allowAlarms());
  }

  async driveChanged(deployed: Deployed): Promise<void> {
    const site = this.site!;
    await this.releases(deployed, site);
    await this.settings(deployed, site);
    await this.alarm(deployed, site);
    await this.cancellation(deployed, site);
  }

  private async releases({ report }: Deployed, site: CanaryStack): Promise<void> {
    const [start, step, promotion, removal] = site.gateway.patches;
    const { base } = await site.stage();
    await report.check('a changed deployment gets 10 percent, then 50, is promoted, and its canary goes', () => {
      deepStrictEqual(site.gateway.patches.map(({ stage }) => stage.canarySettings?.percentTraffic), [10, 50, 0, undefined]);
      deepStrictEqual([start, step, promotion, removal].map(({ stage }) => stage.deploymentId), [this.base, this.base, base, base]);
      deepStrictEqual([start, step].map(({ stage }) => stage.canarySettings?.deploymentId), [base, base]);
    });
    await report.check('each step lasts as long as it has to', () => {
      ok(step.at - start.at >= Number(BAKE_SECONDS) * 1_000 && promotion.at - step.at >= Number(BAKE_SECONDS) * 1_000);
    });
    await report.check('only then CloudFormation updates the stage', async () => {
      const update = await first(site.events(), STAGE, 'UPDATE_IN_PROGRESS');
      ok(removal.at <= update && await first(site.events(), ROLLOUT, 'UPDATE_COMPLETE') <= update);
    });
    await report.check('everybody gets the new release', async () => strictEqual(await site.release(), '2'));
    this.base = base;
  }

  private async settings(deployed: Deployed, site: CanaryStack): Promise<void> {
    const { report } = deployed;
    site.gateway.patches.length = 0;
    await report.must('settings of the canary change without a release', () => deployed.deploy(release('2', '11')));
    await report.check('the stage was not patched', async () => deepStrictEqual(await seen(site), { release: '2', hasCanary: false, patches: [] }));
  }

  private async alarm(deployed: Deployed, site: CanaryStack): Promise<void> {
    const { report } = deployed;
    site.gateway.patches.length = 0;
    site.gateway.onceOn(() => site.sound('ALARM'));
    await report.must('an alarm that goes off during a canary fails the update', () => fails(deployed, site, release('3')));
    await report.check('its canary is taken away, and the base never was another one', async () => {
      const [start, abort, rollback] = site.gateway.patches;
      deepStrictEqual([start, abort, rollback].map(({ stage }) => stage.canarySettings?.percentTraffic), [10, undefined, undefined]);
      ok(abort.at <= await first(site.events(), ROLLOUT, 'UPDATE_FAILED'), 'the update failed before');
      await this.isAsBefore(site, '2');
    });
    await report.check('the reason is on the stack', async () => match(await reason(site), /alarm canary-verification-drill is in ALARM \(a drill\) at 10 %/));
    site.gateway.patches.length = 0;
    await report.must('while it goes on, the next release fails', () => fails(deployed, site, release('3')));
    await report.check('no traffic went to that', async () => {
      deepStrictEqual(site.gateway.patches.filter(({ stage }) => stage.canarySettings), []);
      await this.isAsBefore(site, '2');
    });
    await site.sound('OK');
  }

  /** The emulator looks at a cancellation only after the resource it is at: the release is promoted, and has to be taken back. */
  private async cancellation(deployed: Deployed, site: CanaryStack): Promise<void> {
    const { report } = deployed;
    site.gateway.patches.length = 0;
    site.gateway.onceOn(() => site.cancelUpdate());
    await report.must('an update that is cancelled rolls back', () => fails(deployed, site, release('4')));
    await report.check('the release that was promoted meanwhile is taken back', async () => {
      ok(site.gateway.patches.some(({ stage }) => stage.deploymentId !== this.base), 'it was not promoted');
      await this.isAsBefore(site, '2');
    });
  }

  private async isAsBefore(site: CanaryStack, name: string): Promise<void> {
    deepStrictEqual(await site.stage(), { base: this.base, hasCanary: false });
    strictEqual(await site.release(), name);
  }
}

function release(name: string, bakeSeconds = BAKE_SECONDS): readonly string[] {
  return ['--context', `release=${name}`, '--context', `bakeSeconds=${bakeSeconds}`];
}

async function seen(site: CanaryStack): Promise<object> {
  const { hasCanary } = await site.stage();
  return { release: await site.release(), hasCanary, patches: site.gateway.patches };
}

/** Deploys what must not succeed, and waits until the stack is what it was. */
async function fails({ deploy }: Deployed, site: CanaryStack, args: readonly string[]): Promise<void> {
  const succeeded = await deploy(args).then(() => true, () => false);
  if (succeeded) throw new Failure('it succeeded');
  strictEqual(await site.status(), 'UPDATE_ROLLBACK_COMPLETE');
}

/** When the last update, or the creation, first told this of a resource. */
async function first(events: Promise<readonly StackEvent[]>, type: string, status: string): Promise<number> {
  const found = (await events).find(({ ResourceType, ResourceStatus }) => ResourceType === type && ResourceStatus === status);
  if (!found?.Timestamp) throw new Failure(`no ${type} is ${status}`);
  return found.Timestamp.getTime();
}

async function reason(site: CanaryStack): Promise<string> {
  const failed = (await site.events()).find(({ ResourceType, ResourceStatus }) => ResourceType === ROLLOUT && ResourceStatus === 'UPDATE_FAILED');
  return failed?.ResourceStatusReason ?? 'none';
}
