import { patienceWith, Refusal } from './patience';

/** API Gateway's settings of this account and region. */
export interface Account {
  /** The role API Gateway logs with; undefined when none was ever set. */
  loggingRole(): Promise<string | undefined>;
  useForLogging(roleArn: string): Promise<void>;
}

/** The role of ours in IAM. Every call may be made twice: another stack may be doing the same at this moment. */
export interface LoggingRole {
  readonly arn: string;
  exists(): Promise<boolean>;
  create(): Promise<void>;
  allowLogging(): Promise<void>;
}

export interface Clock {
  /** Milliseconds until we must have answered. */
  timeLeft(): number;
  pause(milliseconds: number): Promise<void>;
}

export interface Ports {
  readonly account: Account;
  readonly role: LoggingRole;
  readonly clock: Clock;
}

/** What was found or done, for the log. */
export interface Outcome {
  /** `foreign`: somebody else's role is set and was not touched. `kept`: ours is set and alive. `set`: ours was set now. */
  readonly status: 'foreign' | 'kept' | 'set';
  readonly roleArn: string;
}

/**
 * Makes sure that API Gateway has a role to log with, and never takes one away.
 *
 * A try that fails for a reason that passes starts again from the question what is set:
 * somebody may have set a role in the meantime, and every step can be repeated.
 */
export async function ensureAccountLogging(ports: Ports): Promise<Outcome> {
  const { clock } = ports;
  const start = clock.timeLeft();
  for (;;) {
    try {
      return await ensureOnce(ports);
    } catch (error) {
      const { pause, upTo } = patienceWith(error);
      if (start - clock.timeLeft() + pause > upTo || pause >= clock.timeLeft()) throw new Refusal(error);
      await clock.pause(pause);
    }
  }
}

async function ensureOnce({ account, role }: Ports): Promise<Outcome> {
  const current = await account.loggingRole();
  if (current && current !== role.arn) return { status: 'foreign', roleArn: current };
  const alive = await role.exists();
  if (current && alive) return { status: 'kept', roleArn: current };
  if (!alive) await role.create();
  await role.allowLogging();
  await account.useForLogging(role.arn);
  return { status: 'set', roleArn: role.arn };
}
