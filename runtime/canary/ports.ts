/** What carrying a canary out needs from the world. `aws/` does it with the SDK, tests and the model check in memory. */

/** A stage, as far as a release has to know. */
export interface StageView {
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, by the clock of API Gateway. */
  readonly lastUpdated: number;
  readonly canary?: CanaryView;
}

export interface CanaryView {
  readonly deploymentId: string;
  readonly percent: number;
  readonly overrides: Readonly<Record<string, string>>;
}

/** A canary to start. */
export interface CanaryStart { readonly deploymentId: string; readonly percent: number; readonly overrides: Readonly<Record<string, string>> }

/** What is to be on the stage, and what is not to be there. */
export interface Restoration {
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Names of variables. */
  readonly remove: readonly string[];
}

/** The stage of one API. Each method is one request. */
export interface StageControl {
  /** Nothing: there is no such stage. */
  read(): Promise<StageView | undefined>;
  start(canary: CanaryStart): Promise<StageView>;
  step(percent: number): Promise<StageView>;
  /** Base and variables become those of the canary, which stays, without traffic. */
  promote(): Promise<StageView>;
  /** Whether there is one or not, or no stage at all. */
  removeCanary(): Promise<void>;
  restore(restoration: Restoration): Promise<void>;
  /** When a deployment of the API was made, by the clock of API Gateway; nothing: there is none of this id. */
  madeAt(deploymentId: string): Promise<number | undefined>;
}

export interface AlarmView { readonly name: string; readonly state: string; readonly reason: string }

export interface AlarmBook {
  /** Of those that exist. */
  find(names: readonly string[]): Promise<readonly AlarmView[]>;
}

export interface StackControl {
  /** `UPDATE_IN_PROGRESS` and so on. */
  status(): Promise<string>;
}

export interface Traffic {
  /** Of the canary alone, since then: milliseconds since 1970. */
  requestsSince(since: number): Promise<number>;
}

export interface RolloutPorts {
  readonly stage: StageControl;
  readonly alarms: AlarmBook;
  readonly stack: StackControl;
  readonly traffic: Traffic;
  readonly now: () => number;
}
