import { createHash } from 'node:crypto';
import { Token } from 'aws-cdk-lib';

/**
 * What a metric is called in an expression: the measure, and a hash of what is measured.
 * A graph refuses two metrics of one id, and people put several APIs and routes into one graph.
 */
export function metricId(measure: string, measured: readonly string[]): string {
  const known = measured.map((name) => (Token.isUnresolved(name) ? '' : name));
  return `${measure}_${createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 8)}`;
}
