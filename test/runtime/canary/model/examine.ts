import { mutatedCore } from './core';
import { explore, Explored, WrongEnd } from './explore';
import type { Mutation } from './mutations';
import type { Scenario } from './scenario';

/** What became of a fault. */
export interface Verdict { readonly mutation: Mutation; readonly schedules: number; readonly found: Mutation['expected']; readonly wrong?: WrongEnd }

/** Until a schedule ends wrong, or all were looked at. */
export async function examine(mutation: Mutation, scenarios: readonly Scenario[]): Promise<Verdict> {
  const subject = { core: mutatedCore(mutation.edits), makeStage: mutation.makeStage };
  let schedules = 0;
  for (const scenario of scenarios) {
    const explored: Explored = await explore(scenario, subject, { isQuick: true });
    schedules += explored.schedules;
    if (explored.shortest) return { mutation, schedules, found: 'caught', wrong: explored.shortest };
  }
  return { mutation, schedules, found: 'equallySafe' };
}
