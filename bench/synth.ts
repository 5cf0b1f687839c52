import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Case, Figures, figuresOf, Load, loadOf, ratioOf, Results } from './figures';
import { PACKAGE, WORKSHOP } from './places';
import { Sample } from './sample';
import { Candidate, compilePrograms, installSolutions, runProgram } from './workshop';

/** What to measure. */
export interface SynthOptions {
  readonly routes: readonly number[];
  readonly runs: number;
  /** Told what is going on. */
  readonly progress: (line: string) => void;
}

/** One process to run: a candidate with so many routes. */
interface Measurement {
  readonly candidate: Candidate;
  readonly routes: number;
  readonly validation: boolean;
  readonly nag: boolean;
}

/** Loading is quick to measure and its differences are small. */
const LOADS_PER_RUN = 4;

export async function measureSynth({ routes, runs, progress }: SynthOptions): Promise<Results> {
  const candidates = prepare(progress);
  await compilePrograms();
  const samples = new Samples();
  const all = planOf(candidates, routes, runs);
  for (const [index, measurement] of all.entries()) {
    const sample = run(measurement);
    samples.add(measurement, sample);
    progress(`${index + 1}/${all.length}  ${describe(measurement)}: ${Math.round(sample.wallMs)} ms`);
  }
  progress('loading modules');
  const [{ files }] = samples.of({ candidate: 'plain', routes: routes[0], validation: false, nag: false });
  const load = measureLoad(files, runs * LOADS_PER_RUN);
  return { cases: casesOf(samples, candidates, routes), load };
}

function prepare(progress: SynthOptions['progress']): Candidate[] {
  progress('installing AWS Solutions Constructs');
  const installed = installSolutions();
  if (!installed) progress('they cannot be installed here, and are not measured');
  return installed ? ['ours', 'plain', 'solutions'] : ['ours', 'plain'];
}

/** Every round has every measurement once, in an order of its own: whatever else the machine does hits all alike. */
function planOf(candidates: readonly Candidate[], routes: readonly number[], runs: number): Measurement[] {
  const each = (settings: { validation: boolean; nag: boolean }) => routes.flatMap((count) => candidates
    .map((candidate) => ({ candidate, routes: count, ...settings })));
  const rounds = Array.from({ length: runs }, () => shuffled([
    ...each({ validation: false, nag: false }),
    ...each({ validation: true, nag: false }),
  ]));
  return [...each({ validation: false, nag: true }), ...rounds.flat()];
}

function shuffled<T>(items: readonly T[]): T[] {
  return items.map((item) => ({ item, at: Math.random() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

function run({ candidate, routes, validation, nag }: Measurement): Sample {
  const outdir = mkdtempSync(join(WORKSHOP, 'out-'));
  try {
    return runProgram<Sample>(candidate, { routes, outdir, nag }, validation ? {} : { CDK_VALIDATION: 'false' });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function describe({ candidate, routes, validation, nag }: Measurement): string {
  return `${candidate}, ${routes} routes, ${nag ? 'with cdk-nag' : `validation ${validation ? 'on' : 'off'}`}`;
}

/** The difference between loading what the plain API loads, and that with the package on top. */
function measureLoad(files: readonly string[], times: number): Load {
  const cdk = files.filter((file) => ['aws-cdk-lib', 'constructs'].some((name) => file.includes(join('node_modules', name))));
  const lists = { cdk: listFile('cdk', cdk), ours: listFile('ours', [...cdk, PACKAGE]) };
  const taken = { cdk: [] as number[], ours: [] as number[] };
  for (const name of Array.from({ length: times }, () => shuffled(['cdk', 'ours'] as const)).flat()) {
    taken[name].push(runProgram<{ loadMs: number }>('load', { list: lists[name] }).loadMs);
  }
  return loadOf(taken.cdk, taken.ours);
}

function listFile(name: string, files: readonly string[]): string {
  const file = join(WORKSHOP, `load-${name}.json`);
  mkdirSync(WORKSHOP, { recursive: true });
  writeFileSync(file, JSON.stringify(files));
  return file;
}

function casesOf(samples: Samples, candidates: readonly Candidate[], routes: readonly number[]): Case[] {
  return [false, true].flatMap((validation) => routes.map((count) => {
    const of = (candidate: Candidate): Figures => figuresOf(
      samples.of({ candidate, routes: count, validation, nag: false }),
      samples.of({ candidate, routes: count, validation: false, nag: true })[0],
      count,
      samples.of({ candidate, routes: 1, validation, nag: false })[0],
    );
    const [ours, plain] = [of('ours'), of('plain')];
    return { routes: count, validation, ours, plain, solutions: candidates.includes('solutions') ? of('solutions') : null, ratio: ratioOf(ours, plain) };
  }));
}

/** Samples by what was measured. */
class Samples {
  private readonly byMeasurement = new Map<string, Sample[]>();

  public add(measurement: Measurement, sample: Sample): void {
    this.byMeasurement.set(describe(measurement), [...this.of(measurement), sample]);
  }

  public of(measurement: Measurement): readonly Sample[] {
    return this.byMeasurement.get(describe(measurement)) ?? [];
  }
}
