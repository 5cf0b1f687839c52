import { Door } from './doors';
import { Loaded, Sample } from './sample';

/** What is said of one candidate in one case. */
export interface Figures {
  /** Median, from the start of the process to the end of the synth. */
  readonly synthMs: number;
  /** Median, user and system. */
  readonly cpuMs: number;
  readonly resources: number;
  /** What one more route adds besides path parts; `null` without a case of one route to compare with. */
  readonly resourcesPerRoute: number | null;
  readonly bytes: number;
  readonly permissions: number;
  /** Of cdk-nag, AwsSolutions and Serverless. */
  readonly findings: number;
}

/** One number of routes behind one door, with or without the CDK's own template validation. */
export interface Case {
  readonly door: Door;
  readonly routes: number;
  readonly validation: boolean;
  readonly ours: Figures;
  readonly plain: Figures;
  /** `null` where there is nothing to compare with, or it could not be installed. */
  readonly solutions: Figures | null;
  /** Ours by plain: below 1 is better. */
  readonly ratio: { readonly synth: number; readonly resources: number };
}

/** How long the modules take to load, and how many they are. */
export interface Load {
  readonly door: Door;
  /** The modules of aws-cdk-lib that the plain API of the door loads, and the package. */
  readonly oursMs: number;
  /** Those modules alone. */
  readonly cdkMs: number;
  readonly addedMs: number;
  readonly oursModules: number;
  readonly cdkModules: number;
  readonly addedModules: number;
}

export interface Results {
  readonly cases: readonly Case[];
  readonly loads: readonly Load[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `samples` are repetitions of one measurement, `withNag` the run that was looked at, `ofOneRoute` the same candidate's smallest API. */
export function figuresOf(samples: readonly Sample[], withNag: Sample, routes: number, ofOneRoute?: Sample): Figures {
  const [{ resources, bytes, permissions }] = samples;
  return {
    synthMs: Math.round(median(samples.map(({ wallMs }) => wallMs))),
    cpuMs: Math.round(median(samples.map(({ cpuMs }) => cpuMs))),
    resources,
    resourcesPerRoute: ofOneRoute && routes > 1 ? rounded((besidesPaths(samples[0]) - besidesPaths(ofOneRoute)) / (routes - 1)) : null,
    bytes,
    permissions,
    findings: withNag.findings ?? 0,
  };
}

export function ratioOf(ours: Figures, plain: Figures): Case['ratio'] {
  return { synth: rounded(ours.synthMs / plain.synthMs), resources: rounded(ours.resources / plain.resources) };
}

export function loadOf(door: Door, cdk: readonly Loaded[], ours: readonly Loaded[]): Load {
  const [cdkMs, oursMs] = [cdk, ours].map((taken) => rounded(median(taken.map(({ loadMs }) => loadMs))));
  const [cdkModules, oursModules] = [cdk, ours].map(([{ modules }]) => modules);
  return { door, oursMs, cdkMs, addedMs: rounded(oursMs - cdkMs), oursModules, cdkModules, addedModules: oursModules - cdkModules };
}

function besidesPaths({ resources, pathParts }: Sample): number {
  return resources - pathParts;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
