import { isOneOf } from './secret-comparison';

/** Where the versions of the secret are kept. */
export interface SecretStore {
  /** Those that are current, that were current before, and that will be: during a rotation CloudFront may send any of them. */
  versions(): Promise<readonly string[]>;
}

/** Milliseconds since 1970. Not a clock that only runs while we do: a function sleeps between requests. */
export type Now = () => number;

/** Long enough to cost nothing, short enough for a version that was taken back. */
const KEPT_FOR = 5 * 60_000;
/** A flood of wrong headers must not become a flood of calls. */
const BETWEEN_LOOKS = 10_000;

/** What the header may say, kept in memory. */
export class AcceptedSecrets {
  private versions: readonly string[] = [];
  private readAt = -Infinity;

  constructor(private readonly store: SecretStore, private readonly now: Now) {}

  /** Whether it is the secret. A value that is not known is looked for once more, as it may be newer than what we know. */
  public async accepts(value: string): Promise<boolean> {
    if (this.age() >= KEPT_FOR) await this.read();
    if (isOneOf(value, this.versions)) return true;
    if (this.age() < BETWEEN_LOOKS) return false;
    await this.read();
    return isOneOf(value, this.versions);
  }

  private age(): number {
    return this.now() - this.readAt;
  }

  /** When it fails, what was known stays until its time is up, and nothing is accepted after that. */
  private async read(): Promise<void> {
    this.versions = (await this.store.versions()).filter((version) => version !== '');
    this.readAt = this.now();
  }
}
