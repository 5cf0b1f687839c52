import { Candidate, candidatesOf, Door } from './doors';
import { Sample } from './sample';

/** One process to run: a candidate's wiring of a door, with so many routes. */
export interface Measurement {
  readonly door: Door;
  readonly candidate: Candidate;
  readonly routes: number;
  /** Whether the CDK validates the template, as it does by default. */
  readonly validation: boolean;
  /** Whether cdk-nag looks at it. */
  readonly nag: boolean;
}

/** What is to be measured how often. */
export interface PlanOptions {
  readonly doors: readonly Door[];
  readonly routes: readonly number[];
  readonly runs: number;
  /** Whether AWS Solutions Constructs are there. */
  readonly solutions: boolean;
}

/** Every round has every measurement once, in an order of its own: whatever else the machine does hits all alike. */
export function planOf({ doors, routes, runs, solutions }: PlanOptions): Measurement[] {
  const each = (settings: { validation: boolean; nag: boolean }) => doors.flatMap((door) => routes.flatMap((count) => candidatesOf(door, solutions)
    .map((candidate) => ({ door, candidate, routes: count, ...settings }))));
  const rounds = Array.from({ length: runs }, () => shuffled([
    ...each({ validation: false, nag: false }),
    ...each({ validation: true, nag: false }),
  ]));
  return [...each({ validation: false, nag: true }), ...rounds.flat()];
}

export function shuffled<T>(items: readonly T[]): T[] {
  return items.map((item) => ({ item, at: Math.random() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

export function describe({ door, candidate, routes, validation, nag }: Measurement): string {
  return `${door}, ${candidate}, ${routes} routes, ${nag ? 'with cdk-nag' : `validation ${validation ? 'on' : 'off'}`}`;
}

/** Samples by what was measured. */
export class Samples {
  private readonly byMeasurement = new Map<string, Sample[]>();

  public add(measurement: Measurement, sample: Sample): void {
    this.byMeasurement.set(describe(measurement), [...this.of(measurement), sample]);
  }

  public of(measurement: Measurement): readonly Sample[] {
    return this.byMeasurement.get(describe(measurement)) ?? [];
  }
}
