import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Candidate, candidatesOf, Door } from './doors';
import { Case, Figures, figuresOf, ratioOf, Results } from './figures';
import { measureLoad } from './loading';
import { WORKSHOP } from './places';
import { describe, Measurement, planOf, Samples } from './plan';
import { Sample } from './sample';
import { compilePrograms, installSolutions, runProgram } from './workshop';

/** What to measure. */
export interface SynthOptions {
  readonly doors: readonly Door[];
  readonly routes: readonly number[];
  readonly runs: number;
  /** Told what is going on. */
  readonly progress: (line: string) => void;
}

/** Loading is quick to measure and its differences are small. */
const LOADS_PER_RUN = 4;

export async function measureSynth(options: SynthOptions): Promise<Results> {
  const { doors, routes, runs, progress } = options;
  const solutions = doors.includes('rest') && prepareSolutions(progress);
  await compilePrograms();
  const samples = takeSamples(planOf({ ...options, solutions }), progress);
  progress('loading modules');
  const loads = doors.map((door) => {
    const [{ files }] = samples.of({ door, candidate: 'plain', routes: routes[0], validation: false, nag: false });
    return measureLoad(door, files, runs * LOADS_PER_RUN);
  });
  return { cases: doors.flatMap((door) => casesOf(door, { samples, routes, solutions })), loads };
}

function prepareSolutions(progress: SynthOptions['progress']): boolean {
  progress('installing AWS Solutions Constructs');
  const installed = installSolutions();
  if (!installed) progress('they cannot be installed here, and are not measured');
  return installed;
}

function takeSamples(plan: readonly Measurement[], progress: SynthOptions['progress']): Samples {
  const samples = new Samples();
  for (const [index, measurement] of plan.entries()) {
    const sample = run(measurement);
    samples.add(measurement, sample);
    progress(`${index + 1}/${plan.length}  ${describe(measurement)}: ${Math.round(sample.wallMs)} ms`);
  }
  return samples;
}

function run({ door, candidate, routes, validation, nag }: Measurement): Sample {
  const outdir = mkdtempSync(join(WORKSHOP, 'out-'));
  try {
    return runProgram<Sample>(`${door}-${candidate}`, { routes, outdir, nag }, validation ? {} : { CDK_VALIDATION: 'false' });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

interface Measured {
  readonly samples: Samples;
  readonly routes: readonly number[];
  readonly solutions: boolean;
}

function casesOf(door: Door, { samples, routes, solutions }: Measured): Case[] {
  return [false, true].flatMap((validation) => routes.map((count) => {
    const of = (candidate: Candidate): Figures => figuresOf(
      samples.of({ door, candidate, routes: count, validation, nag: false }),
      samples.of({ door, candidate, routes: count, validation: false, nag: true })[0],
      count,
      samples.of({ door, candidate, routes: 1, validation, nag: false })[0],
    );
    const [ours, plain] = [of('ours'), of('plain')];
    const others = candidatesOf(door, solutions).includes('solutions') ? of('solutions') : null;
    return { door, routes: count, validation, ours, plain, solutions: others, ratio: ratioOf(ours, plain) };
  }));
}
