import { Duration, Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** What a dashboard is called and how far it looks back. */
export interface DashboardOptions {
  /**
   * The name people look for in the console. Dashboard names are shared by all regions of an account.
   *
   * @default - CloudFormation names it after the stack
   */
  readonly name?: string;

  /**
   * How far back it looks when it is opened.
   *
   * @default Duration.hours(3)
   */
  readonly defaultInterval?: Duration;
}

const NAME = /^[A-Za-z0-9_-]{1,255}$/;

/** Whether an API has a dashboard: one page that shows health first, then where the time goes, then the lines that failed. */
export class Dashboard {
  /** One dashboard per API. */
  public static standard(options: DashboardOptions = {}): Dashboard {
    const { name } = options;
    if (name !== undefined && !Token.isUnresolved(name) && !NAME.test(name)) refuse('dashboard-name-invalid', { name });
    return new Dashboard({ name, defaultInterval: options.defaultInterval ?? Duration.hours(3) });
  }

  /** No dashboard. */
  public static off(): Dashboard {
    return new Dashboard();
  }

  private constructor(
    /** @internal */
    public readonly _settings?: DashboardSettings,
  ) {}
}

/** @internal The options with every default filled in. */
export interface DashboardSettings {
  readonly name: string | undefined;
  readonly defaultInterval: Duration;
}
