import { Metadata } from './stack-document';
import type { GuardStatus } from '../../lib/core/guards';
import type { WaiverOptions } from '../../lib/core/waiver';

/** A guard as one construct has it. */
export interface GuardRow extends GuardStatus {
  /** The construct path. */
  readonly construct: string;
}

/** A control somebody turned off on purpose, and the rules of reviewers' tools acknowledged for it. */
export interface WaiverRow extends WaiverOptions {
  /** The construct path. */
  readonly construct: string;
}

/** Guards in the order they were set, the same ones next to each other. */
export function guardsOf(metadata: Metadata): GuardRow[] {
  const rows = entriesOf<GuardStatus>(metadata, 'cdk-gatehouse:guard');
  const order = [...new Set(rows.map(({ guard }) => guard))];
  return rows.sort((a, b) => order.indexOf(a.guard) - order.indexOf(b.guard));
}

export function waiversOf(metadata: Metadata): WaiverRow[] {
  return entriesOf<WaiverOptions>(metadata, 'cdk-gatehouse:waiver');
}

/** The names of the checks an app says it registers: a check that finds nothing leaves no trace of itself in the assembly. */
export function checksOf(metadata: Metadata): string[] {
  return [...metadata.values()].flat().flatMap(({ type, data }) => type === 'cdk-gatehouse:checks' && Array.isArray(data) ? data.map(String) : []);
}

// What the library writes it also reads: the shapes are those of lib/core, and a test of this file goes through it.
function entriesOf<T>(metadata: Metadata, type: string): Array<T & { construct: string }> {
  return [...metadata].flatMap(([construct, entries]) => entries
    .filter((entry) => entry.type === type)
    .map((entry) => ({ ...entry.data as T, construct })));
}
