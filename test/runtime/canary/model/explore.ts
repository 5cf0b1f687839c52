import { Core, CORE } from './core';
import { ReleaseProcesses } from './release';
import type { Scenario } from './scenario';
import { nextPath, Scheduler } from './scheduler';
import { FAITHFUL, MakeStage, World } from './world';

/** What is looked at. */
export interface Subject { readonly core: Core; readonly makeStage: MakeStage }

/** A schedule that ended wrong. */
export interface WrongEnd { readonly scenario: Scenario; readonly trace: readonly string[]; readonly broken: readonly string[] }

export interface Explored { readonly schedules: number; readonly wrongEnds: number; readonly shortest?: WrongEnd }

export interface ExploreOptions {
  /** Schedules of one scenario at most; all by default. */
  readonly limit?: number;
  /** Whether the first wrong end is enough, and whether what follows on a state is looked at once, however many schedules lead there. */
  readonly isQuick?: boolean;
}

export const SHIPPED: Subject = { core: CORE, makeStage: FAITHFUL };

/** All schedules of a scenario. */
export async function explore(scenario: Scenario, subject: Subject, { limit = Infinity, isQuick = false }: ExploreOptions = {}): Promise<Explored> {
  const run: Run = { scenario, subject, known: isQuick ? new Set() : undefined };
  let [schedules, wrongEnds] = [0, 0];
  let shortest: WrongEnd | undefined;
  for (let path: number[] | undefined = []; path && schedules < limit && !(isQuick && shortest);) {
    const { scheduler, wrong }: Played = await play(run, path);
    schedules++;
    if (wrong) wrongEnds++;
    if (wrong && (!shortest || wrong.trace.length < shortest.trace.length)) shortest = wrong;
    path = nextPath(scheduler);
  }
  return { schedules, wrongEnds, shortest };
}

interface Run { readonly scenario: Scenario; readonly subject: Subject; readonly known?: Set<string> }

interface Played { readonly scheduler: Scheduler; readonly wrong?: WrongEnd }

async function play({ scenario, subject: { core, makeStage }, known }: Run, path: readonly number[]): Promise<Played> {
  const isKnown = (told: string): boolean => known !== undefined && isIn(known, JSON.stringify([told, world.state, processes.state]));
  const scheduler: Scheduler = new Scheduler(path, known && isKnown);
  const world: World = new World(scenario, scheduler, makeStage);
  const processes: ReleaseProcesses = new ReleaseProcesses(world, core);
  processes.spawn();
  if (await scheduler.run()) world.laws.atRest(world.seen(), processes.outcome);
  const { broken } = world.laws;
  return { scheduler, wrong: broken.length > 0 ? { scenario, trace: scheduler.trace, broken } : undefined };
}

/** And is from now on. */
function isIn(known: Set<string>, state: string): boolean {
  const { size } = known;
  return known.add(state).size === size;
}
