import type { Action } from './actions';
import type { ChangeWish } from './options';
import { exitOf, Outcome } from './outcome';
import { hasCanary, isSame, look, Snapshot, Stage, WithCanary } from './snapshot';
import { picture } from './text';
import { Exit, UsageError } from '../command';
import { wrap } from '../report/text/layout';
import type { Terminal } from '../terminal';

/** Where a change is made, and who sees it. */
export interface Scene { readonly stage: Stage; readonly terminal: Terminal }

/** Look, show, ask, look again, do. */
export async function change(action: Action, wish: ChangeWish, scene: Scene): Promise<Exit> {
  const { stage, terminal } = scene;
  const before = await look(stage);
  if (!wish.json) terminal.out(`${picture(before, terminal)}\n`);
  const outcome = hasCanary(before) ? await onCanary({ action, wish, before }, scene) : noCanary(before);
  terminal.out(wish.json ? json(action, before, outcome) : wrap(outcome.message, terminal.columns));
  return exitOf(outcome);
}

/** What is to be done to what was seen. */
interface Task { readonly action: Action; readonly wish: ChangeWish; readonly before: WithCanary }

async function onCanary(task: Task, { stage, terminal }: Scene): Promise<Outcome> {
  const { action, wish, before } = task;
  const against = otherCanary(task) ?? action.objection(before);
  if (against) return against;
  if (!wish.json) terminal.out(`${wrap(action.plan(before), terminal.columns)}\n`);
  const unsure = wish.yes ? undefined : await ask(task, { stage, terminal });
  return unsure ?? action.carryOut(stage, before);
}

/** People think for a while, and the stage does not wait for them. */
async function ask({ action, before }: Task, { stage, terminal }: Scene): Promise<Outcome | undefined> {
  if (!terminal.ask) throw new UsageError(`nobody is there to ask: write --yes to ${action.name} without a question. Nothing was changed`);
  const answer = await terminal.ask(`Really ${action.name}? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) return { ending: 'declined', message: 'Nothing was changed.' };
  const now = await look(stage);
  if (isSame(now.base, before.base) && isSame(now.canary, before.canary)) return undefined;
  return { ending: 'changedMeanwhile', message: `The stage was changed while you were asked. Nothing was done: look again. ${short(now)}` };
}

function otherCanary({ wish: { deployment }, before: { canary: { deploymentId } } }: Task): Outcome | undefined {
  if (deployment === undefined || deployment === deploymentId) return undefined;
  return { ending: 'otherCanary', message: `The canary leads to deployment ${deploymentId}, not to ${deployment}. Nothing was changed.` };
}

function noCanary({ stage, base }: Snapshot): Outcome {
  const message = `There is no canary on ${stage}: all traffic goes to deployment ${base.deploymentId}. Nothing was changed.`;
  return { ending: 'noCanary', message };
}

function short({ base, canary }: Snapshot): string {
  const rest = canary ? `, and ${canary.percent} % go to deployment ${canary.deploymentId}` : ', and there is no canary';
  return `The base is deployment ${base.deploymentId} now${rest}.`;
}

/** The shape is a promise: names are added, and never change their meaning. */
function json({ name }: Action, before: Snapshot, { ending, message, after }: Outcome): string {
  return JSON.stringify({ action: name, outcome: ending, message, before, after: after ?? null });
}
