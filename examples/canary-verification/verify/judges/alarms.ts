import { Finding, notSeen } from '../checks';

/** What somebody found who may describe some alarms. */
export interface Probed {
  /** `a metric alarm, asked for as one`. */
  readonly asked: string;
  readonly alarm: string;
  /** Whether the library asks so. */
  readonly isOurs: boolean;
  readonly found?: readonly string[];
  readonly error?: string;
}

/** V9. */
export function judgeAlarms(probes: readonly Probed[]): Finding {
  const ours = probes.filter(({ isOurs }) => isOurs);
  if (ours.length === 0) return notSeen('V9', 'Nothing was asked.');
  return {
    id: 'V9',
    answer: ours.every(({ found = [], alarm }) => found.includes(alarm)) ? 'yes' : 'no',
    saw: probes.map(({ asked, found = [], alarm, error }) => `${asked}: ${error ?? (found.includes(alarm) ? 'found' : 'not found, and no error')}.`),
  };
}
