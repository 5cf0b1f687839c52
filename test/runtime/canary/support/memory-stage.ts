import { StageOptions, StageState } from './stage-state';
import type { AlarmBook, AlarmView, RolloutPorts, StackControl, StageControl, Traffic } from '../../../../runtime/canary/ports';

/** 2027-01-15T08:00:00Z. */
export const START_OF_TIME = 1_800_000_000_000;

const CHANGE = /^stage\.(start|step|promote|removeCanary|restore)$/;

/** All that a release needs, in memory, and what it asked for. */
export class MemoryWorld implements RolloutPorts {
  /** Every request, in order: `stack.status`, `stage.promote`. */
  public readonly asked: string[] = [];
  public readonly state: StageState;
  public readonly stage: StageControl;
  public status = 'UPDATE_IN_PROGRESS';
  /** Requests that the canary had. */
  public requests = 0;
  public time = START_OF_TIME;
  public readonly stack: StackControl = { status: () => this.answer('stack.status', () => this.status) };

  public readonly alarms: AlarmBook = {
    find: (names) => this.answer('alarms.find', () => names.flatMap((name) => this.known.get(name) ?? [])),
  };

  public readonly traffic: Traffic = { requestsSince: (since) => this.answer(`traffic.requestsSince ${since - START_OF_TIME}`, () => this.requests) };
  private readonly known = new Map<string, AlarmView>();
  private readonly soon: { readonly request: string; readonly happens: () => void }[] = [];

  constructor(stage: StageOptions) {
    this.state = new StageState({ now: () => this.time, ...stage });
    this.stage = this.control();
  }

  public readonly now = (): number => this.time;

  /** The alarm exists, and is like this. */
  public alarm(name: string, state = 'OK', reason = 'as the test wants it'): void {
    this.known.set(name, { name, state, reason });
  }

  /** Happens right before the next request of this name is carried out. */
  public before(request: string, happens: () => void): void {
    this.soon.push({ request, happens });
  }

  /** Requests that changed the stage, in order. */
  public get changes(): string[] {
    return this.asked.filter((request) => CHANGE.test(request));
  }

  private control(): StageControl {
    const { state } = this;
    return {
      read: () => this.answer('stage.read', () => state.read()),
      start: (canary) => this.answer('stage.start', () => state.start(canary)),
      step: (percent) => this.answer('stage.step', () => state.step(percent)),
      promote: () => this.answer('stage.promote', () => state.promote()),
      removeCanary: () => this.answer('stage.removeCanary', () => state.removeCanary()),
      restore: (restoration) => this.answer('stage.restore', () => state.restore(restoration)),
      madeAt: (deploymentId) => this.answer('stage.madeAt', () => state.madeAt(deploymentId)),
    };
  }

  private async answer<T>(request: string, of: () => T): Promise<T> {
    this.asked.push(request);
    const at = this.soon.findIndex((event) => event.request === request);
    if (at >= 0) this.soon.splice(at, 1).forEach(({ happens }) => happens());
    return of();
  }
}
