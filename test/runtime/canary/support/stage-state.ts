import type { CanaryStart, CanaryView, Restoration, StageView } from '../../../../runtime/canary/ports';

type Variables = Readonly<Record<string, string>>;

const SECOND = 1_000;

/** What a stage begins with. */
export interface StageOptions {
  readonly deploymentId: string;
  readonly variables?: Variables;
  readonly canary?: CanaryView;
  /** Those that exist beside the base, each made after the one before. */
  readonly deployments?: readonly string[];
  /** Milliseconds since 1970, by the clock of API Gateway. */
  readonly now?: () => number;
}

/**
 * A stage of API Gateway in memory. Each method is one request, carried out whole or not at all, with the semantics that were recorded from the
 * service, and refusals where nothing was: whoever changes the percentage of a stage without canary makes one that leads to the base; a promotion copies, and leaves the canary.
 */
export class StageState {
  public exists = true;
  protected state: Omit<StageView, 'lastUpdated'>;
  private readonly deployments: Map<string, number>;
  private readonly now: () => number;
  private lastUpdated: number;

  constructor({ deploymentId, variables = {}, canary, deployments = [], now = () => 0 }: StageOptions) {
    this.state = { deploymentId, variables, ...(canary ? { canary } : {}) };
    this.deployments = new Map([deploymentId, ...deployments].map((id, at) => [id, at * SECOND]));
    this.now = now;
    this.lastUpdated = now();
  }

  public read(): StageView | undefined {
    return this.exists ? this.view() : undefined;
  }

  public start({ deploymentId, percent, overrides }: CanaryStart): StageView {
    this.mustKnow(deploymentId);
    return this.become({ canary: { deploymentId, percent, overrides: { ...this.canary().overrides, ...overrides } } });
  }

  public step(percent: number): StageView {
    return this.become({ canary: { ...this.canary(), percent } });
  }

  /** The documented recipe. Variables are merged. */
  public promote(): StageView {
    const canary = { ...this.canary(), percent: 0 };
    return this.become({ deploymentId: canary.deploymentId, variables: { ...this.state.variables, ...canary.overrides }, canary });
  }

  public removeCanary(): void {
    if (this.exists) this.become({ canary: undefined });
  }

  public restore({ deploymentId, variables, remove }: Restoration): void {
    this.mustKnow(deploymentId);
    if (remove.some((name) => !(name in this.state.variables))) throw new Error('Invalid patch path: there is nothing to remove');
    this.become({ deploymentId, variables: without({ ...this.state.variables, ...variables }, remove) });
  }

  /** Variables alone. */
  public forget(names: readonly string[]): void {
    this.become({ variables: without(this.state.variables, names) });
  }

  public madeAt(deploymentId: string): number | undefined {
    return this.deployments.get(deploymentId);
  }

  /** Refused while traffic of a stage may go there. What is refused while a canary leads there is not known: here it is. */
  public deleteDeployment(deploymentId: string): void {
    if (this.state.deploymentId === deploymentId || this.state.canary?.deploymentId === deploymentId) {
      throw new Error('Active stages pointing to this deployment must be moved or deleted');
    }
    this.deployments.delete(deploymentId);
  }

  private mustKnow(deploymentId: string): void {
    if (!this.deployments.has(deploymentId)) throw new Error('Deployment id does not exist');
  }

  /** The one there is, or the one that a change of its settings makes. */
  protected canary(): CanaryView {
    return this.state.canary ?? { deploymentId: this.state.deploymentId, percent: 0, overrides: {} };
  }

  protected become(change: Partial<Omit<StageView, 'lastUpdated'>>): StageView {
    if (!this.exists) throw new Error('Invalid stage identifier specified');
    const { canary, ...rest } = { ...this.state, ...change };
    this.state = { ...rest, ...(canary ? { canary } : {}) };
    this.lastUpdated = this.now();
    return this.view();
  }

  private view(): StageView {
    return { ...this.state, lastUpdated: this.lastUpdated };
  }
}

function without(variables: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}
