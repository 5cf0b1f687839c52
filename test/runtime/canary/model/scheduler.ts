/** Something a process is about to do, in one piece. */
interface Turn { readonly who: string; readonly what: string; readonly isPossible: () => boolean; readonly go: () => void }

const ALWAYS = (): boolean => true;

/**
 * Lets processes run one at a time. Between two turns a process computes on its own and sees nothing of the others, so the order of turns is the
 * whole schedule, and the same choices lead to the same schedule again.
 */
export class Scheduler {
  /** What was chosen wherever there was a choice, and among how many. */
  public readonly choices: number[] = [];
  public readonly options: number[] = [];
  private readonly done: Turn[] = [];
  /** What each process was told so far: with that, it can only do one thing. */
  private readonly told = new Map<string, string>();
  private readonly waiting: Turn[] = [];
  private running = 0;
  /** Who waits until all processes do. */
  private readonly stillness: (() => void)[] = [];
  private failure?: { readonly error: unknown };

  /**
   * @param path choices to make again; the first possibility after that.
   * @param isKnown whether all that can follow on a state was looked at already; the processes that share a state add theirs.
   */
  constructor(private readonly path: readonly number[], private readonly isKnown?: (told: string) => boolean) {}

  /** Who did what, in order. */
  public get trace(): string[] {
    return this.done.map(({ who, what }) => `${who}: ${what}`);
  }

  private get isKnownState(): boolean {
    return this.isKnown !== undefined && this.choices.length >= this.path.length && this.isKnown(JSON.stringify([...this.told].sort()));
  }

  /** Starts a process. */
  public spawn(process: () => Promise<void>): void {
    this.running++;
    void process().catch((error: unknown) => this.stop(error)).finally(() => this.pause());
  }

  /** Waits until it is the turn of this process. One that is not possible waits, for ever if need be. */
  public turn<T>(who: string, what: string, action: () => T, isPossible: () => boolean = ALWAYS): Promise<T> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        try {
          const answer = action();
          this.tell(who, what, answer);
          resolve(answer);
        } catch (error) {
          this.tell(who, what, String(error));
          reject(error);
        }
      };
      this.waiting.push({ who, what, isPossible, go });
      this.pause();
    });
  }

  /** Until nobody can do anything any more. False: until all that can follow is known. */
  public async run(): Promise<boolean> {
    for (;;) {
      await this.still();
      if (this.failure) throw this.failure.error;
      const possible = this.waiting.filter(({ isPossible }) => isPossible());
      if (possible.length === 0) return true;
      if (possible.length > 1 && this.isKnownState) return false;
      const next = possible[this.choose(possible.length)];
      this.waiting.splice(this.waiting.indexOf(next), 1);
      this.done.push(next);
      this.running++;
      next.go();
    }
  }

  private tell(who: string, what: string, answer: unknown): void {
    if (this.isKnown) this.told.set(who, `${this.told.get(who) ?? ''}\n${what}: ${JSON.stringify(answer)}`);
  }

  private stop(error: unknown): void {
    this.failure ??= { error };
  }

  private pause(): void {
    this.running--;
    if (this.running === 0) this.stillness.pop()?.();
  }

  private async still(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.stillness.push(resolve));
  }

  private choose(among: number): number {
    if (among === 1) return 0;
    const choice = this.path[this.choices.length] ?? 0;
    this.choices.push(choice);
    this.options.push(among);
    return choice;
  }
}

/** The next path, depth first; nothing when all were gone. */
export function nextPath({ choices, options }: Pick<Scheduler, 'choices' | 'options'>): number[] | undefined {
  const at = choices.map((choice, index) => choice + 1 < options[index]).lastIndexOf(true);
  return at < 0 ? undefined : [...choices.slice(0, at), choices[at] + 1];
}
