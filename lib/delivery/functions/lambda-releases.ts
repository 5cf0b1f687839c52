import { Stack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction, IFunction, SingletonFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { trafficShift } from './deployment-config';
import { DeploymentGroups, ReleaseTerms } from './deployment-groups';
import { digestOf } from '../../core/identity';
import { warn } from '../../core/refuse';
import { checkAlarm } from '../alarm-checks';
import type { Canary } from '../canary';

/** How functions are released, and what ends a release. */
export interface LambdaReleasesProps {
  /**
   * The steps: one below 100 percent, or equal parts of 100 (`[25, 50, 75]`, `[20, 40, 60, 80]`), and whole minutes between them. Its
   * `serverErrorRate` is measured on the new version of each function, as errors in percent of invocations: errors that a function answers by
   * itself, with a status of 500, are no errors of AWS Lambda. A manual canary is refused, and whatever a canary can say of a stage only.
   */
  readonly canary: Canary;

  /**
   * Alarms besides those of the canary that end a release of any function. All of them together, and the one on errors that is made for each
   * function: ten at most by the references of AWS ("AlarmConfiguration", "AlarmsLimitExceededException"). Its list of quotas has 50, and more on
   * request (AWS: "Associated alarms per deployment group"); which of the two holds is not proven without an account.
   *
   * @default []
   */
  readonly alarms?: IAlarm[];
}

/**
 * Releases of functions by AWS CodeDeploy, for APIs whose stages have no canary: behind each function there is an alias of its current version, and
 * when the stack gets a new version the alias has both for a while. When an alarm goes off, CodeDeploy sends all requests to the old version again, and
 * the stack rolls back.
 *
 * Each function is released by itself, as soon as it is updated, and `cdk deploy` waits for all of them. Both versions of one must have the same
 * role and the same dead-letter queue (AWS: "Create a routing configuration for a Lambda alias"): a release that changes these fails. The
 * first deployment has nothing to compare with and goes to everybody at once. In a stack that rolls back, aliases that were moved already are moved
 * back; whether step by step or at once is not proven without an account.
 */
export class LambdaReleases extends Construct {
  private readonly terms?: ReleaseTerms;
  private readonly groups = new Map<Stack, DeploymentGroups>();
  private readonly known = new Map<IFunction, IFunction>();

  constructor(scope: Construct, id: string, props: LambdaReleasesProps) {
    super(scope, id);
    const shift = trafficShift(props.canary);
    const plan = props.canary._plan;
    if (!shift || !plan) return;
    this.terms = { shift, alarms: [...plan.alarms, ...props.alarms ?? []], errors: plan.thresholds.serverErrorRate, of: this };
    this.terms.alarms.forEach((alarm) => checkAlarm(this, alarm, plan));
    if (this.terms.alarms.length === 0 && !this.terms.errors._rule) warn(this, 'release-without-alarms', { path: this.node.path });
  }

  /**
   * What an API has to call, and be allowed to call, so that the function is released step by step: an alias, the same whenever it is asked for.
   * Versions, aliases and imported functions are given back as they are, with a warning; with `Canary.off()` everything is.
   *
   * @param handler a function that is made in this app
   */
  public released(handler: IFunction): IFunction {
    const released = this.known.get(handler) ?? (this.terms ? this.release(handler, this.terms) : handler);
    this.known.set(handler, released);
    return released;
  }

  /**
   * What is called already. Makes nothing.
   *
   * @internal
   */
  public _releasedAlready(handler: IFunction): IFunction {
    return this.known.get(handler) ?? handler;
  }

  private release(handler: IFunction, terms: ReleaseTerms): IFunction {
    if (handler instanceof SingletonFunction) return this.released(handler.currentVersion.lambda);
    if (handler instanceof LambdaFunction) return this.groupsIn(Stack.of(handler), terms).release(handler.currentVersion);
    warn(this, 'function-not-released', { function: handler.node.path, ...whyNot(handler) });
    return handler;
  }

  private groupsIn(stack: Stack, terms: ReleaseTerms): DeploymentGroups {
    const groups = this.groups.get(stack) ?? new DeploymentGroups(this.placeIn(stack), terms);
    this.groups.set(stack, groups);
    return groups;
  }

  /** Beside the function: a version that one stack tells another cannot be replaced as long as the other uses it. */
  private placeIn(stack: Stack): Construct {
    return stack === Stack.of(this) ? this : new Construct(stack, `Releases${digestOf(stack, { releases: this })}`);
  }
}

/** Imported versions and aliases are of neither class. */
function whyNot(handler: IFunction): { kind: string; advice: string } {
  if ('aliasName' in handler) return { kind: 'an alias', advice: QUALIFIED };
  return 'version' in handler ? { kind: 'a version', advice: QUALIFIED } : { kind: 'imported', advice: 'release it in the app that makes it' };
}

const QUALIFIED = 'give the function itself if it is made in this app';
