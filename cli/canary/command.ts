import { CommandGroup, Command, Exit } from '../command';
import { Terminal } from '../terminal';
import { ABORT, Action, PROMOTE } from './actions';
import type * as Aws from './aws';
import { change } from './change';
import { explained } from './explain';
import { ABORT_HELP, NOTES, PROMOTE_HELP, STATUS_HELP } from './help';
import { changeWish, statusWish, Target } from './options';
import { isTakingTraffic, look, Stage } from './snapshot';
import { statusText } from './text';

const status: Command = {
  summary: 'how a stage splits its traffic, and between what',
  help: STATUS_HELP,
  run: async (args, terminal) => {
    const { target, json, failIfCanary } = statusWish(args);
    const snapshot = await onStage(target, look);
    terminal.out(json ? JSON.stringify(snapshot) : statusText(snapshot, terminal));
    return failIfCanary && isTakingTraffic(snapshot) ? Exit.FINDINGS : Exit.OK;
  },
};

export const canaryCommands: CommandGroup = {
  summary: 'the canary on a stage of a REST API: status, promote, abort',
  notes: NOTES,
  commands: new Map([
    ['status', status],
    ['promote', changing(PROMOTE, 'give all traffic to the deployment of the canary', PROMOTE_HELP)],
    ['abort', changing(ABORT, 'remove the canary: all traffic goes to the base again', ABORT_HELP)],
  ]),
};

function changing(action: Action, summary: string, help: string): Command {
  return {
    summary,
    help,
    run: (args: string[], terminal: Terminal) => {
      const wish = changeWish(args);
      return onStage(wish.target, (stage) => change(action, wish, { stage, terminal }));
    },
  };
}

/** AWS's client is loaded here and nowhere before: every other command does without it. */
async function onStage<T>(target: Target, work: (stage: Stage) => Promise<T>): Promise<T> {
  const { openStage } = require('./aws') as typeof Aws;
  try {
    return await work(await openStage(target));
  } catch (error) {
    throw explained(error);
  }
}
