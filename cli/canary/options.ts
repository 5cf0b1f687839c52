import { parseArgs } from 'node:util';
import { UsageError } from '../command';

/** The stage an operator means. */
export interface Target {
  /** Its id, or its name. */
  readonly api: string;
  readonly stage: string;
  /** Otherwise the SDK finds one. */
  readonly region?: string;
}

export interface StatusWish {
  readonly target: Target;
  readonly json: boolean;
  readonly failIfCanary: boolean;
}

export interface ChangeWish {
  readonly target: Target;
  readonly json: boolean;
  /** Without asking. */
  readonly yes: boolean;
  /** Only if the canary leads to this one. */
  readonly deployment?: string;
}

const TARGET = { api: { type: 'string' }, stage: { type: 'string' }, region: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

export function statusWish(args: string[]): StatusWish {
  const { values } = parseArgs({ args, options: { ...TARGET, 'fail-if-canary': { type: 'boolean', default: false } } });
  return { target: targetOf(values), json: values.json, failIfCanary: values['fail-if-canary'] };
}

export function changeWish(args: string[]): ChangeWish {
  const { values } = parseArgs({ args, options: { ...TARGET, yes: { type: 'boolean', default: false }, deployment: { type: 'string' } } });
  const { json, yes, deployment } = values;
  if (json && !yes) throw new UsageError('--json is for programs, which nobody can ask: write --yes as well');
  return { target: targetOf(values), json, yes, deployment };
}

interface Values { readonly api?: string; readonly stage?: string; readonly region?: string }

function targetOf({ api, stage, region }: Values): Target {
  if (!api) throw new UsageError('which API? Write --api and its id or its name');
  if (!stage) throw new UsageError('which stage? Write --stage and its name');
  return { api, stage, region };
}
