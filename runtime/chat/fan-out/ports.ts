import type { Callback, Metrics, Now, Registry, Rooms, Tasks } from '../ports';
import type { Pace } from './pace';
import type { PresenceMode } from '../shared/presence';

/** What delivery needs from the world. */
export interface DeliveryPorts {
  readonly registry: Registry;
  readonly rooms: Rooms;
  readonly callback: Callback;
  readonly tasks: Tasks;
  readonly metrics: Metrics;
  readonly presence: PresenceMode;
  readonly now: Now;
  readonly pace: Pace;
  /** Milliseconds. */
  readonly sleep: (millis: number) => Promise<unknown>;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Milliseconds until the function has to be done. */
  readonly timeLeft: () => number;
}
