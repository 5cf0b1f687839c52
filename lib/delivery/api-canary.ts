import { CfnResource, CustomResource, Lazy, Stack } from 'aws-cdk-lib';
import type { CfnRestApi, CfnStage, RestApiBase, Stage } from 'aws-cdk-lib/aws-apigateway';
import type { Alarm, IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { checkAlarm } from './alarm-checks';
import type { Canary, CanaryPlan } from './canary';
import { makeGate } from './canary-gate';
import { CanaryProvider } from './canary-provider';
import { canaryStage } from './canary-stage';
import { areDeployedTogether } from './deployed-together';
import { gateObjections } from './gate-checks';
import { CanarySignals } from './signals/canary-signals';
import { lambdaErrorsAlarm } from './signals/lambda-errors';
import { StackTemplate } from './stack-template';
import { unreleasedFunctions } from './unversioned-functions';
import { digestOf, functionName } from '../core/identity';
import { refuse, warn } from '../core/refuse';
import type { AlarmThreshold } from '../observability/alarm-threshold';
import type { ApiMetrics } from '../observability/api-metrics';

/** Which stage gets its deployments bit by bit, and how. */
export interface ApiCanaryProps {
  /** The API: a `RestApi` or a `SpecRestApi`, made by anybody in the stack of the canary. */
  readonly restApi: RestApiBase;

  /** The metrics of the stage: `ApiMetrics.ofStage('Orders', 'prod')`. Its name is in plain letters, as is that of the stage itself. */
  readonly metrics: ApiMetrics;

  /** How, and what ends a release. */
  readonly canary: Canary;

  /**
   * The stage, if it is not the one that the API made itself.
   *
   * @default restApi.deploymentStage
   */
  readonly stage?: Stage;

  /**
   * The log group with the access log of the stage, as `ApiAccessLog` writes it. The requests of the canary are in one of its own beside it,
   * where its errors are counted.
   *
   * @default - nothing is measured of the canary alone: give alarms of your own
   */
  readonly accessLogGroup?: ILogGroup;

  /**
   * What the alarms made here do besides ending a release: who is told that one failed, or that a canary was left behind.
   *
   * @default []
   */
  readonly actions?: IAlarmAction[];
}

/**
 * Canary releases of a stage: `cdk deploy` gives a new deployment a little of the traffic first, and waits whether an alarm goes off.
 *
 * A custom resource stands between the deployment and its stage. It starts the canary while the base of the stage still is the old deployment,
 * takes the steps, promotes, and only then lets CloudFormation go on, to which the stage then has its new deployment already. When an alarm goes
 * off it takes the canary away and fails, so that CloudFormation rolls the stack back; the base was never touched.
 *
 * The deployment, the functions that it calls and their permissions to be called are there before the canary starts. What else is in the stack is
 * updated meanwhile, and also for the old deployment: put tables and queues that change often into stacks of their own. Functions are part of a
 * release only if they are called by a version (`fn.currentVersion`), and their permissions must name the API and not the stage
 * (`scopePermissionToMethod: false`). What does not is said when the app is synthesised, except in OpenAPI documents that are read from S3.
 *
 * How the functions behave is proven against recorded answers of API Gateway and all interleavings of their calls; how CloudFormation orders
 * them is not proven without an account.
 */
export class ApiCanary extends Construct {
  /** The custom resource that stands before the stage; undefined with `Canary.off()`. */
  public readonly resource?: CustomResource;
  /** What is measured of the canary alone; undefined without an access log, and with `Canary.off()`. */
  public readonly signals?: CanarySignals;

  private readonly plan?: CanaryPlan;
  private readonly provider?: CanaryProvider;
  private readonly gating: IAlarm[] = [];
  private readonly actions: IAlarmAction[];

  constructor(scope: Construct, id: string, props: ApiCanaryProps) {
    super(scope, id);
    const plan = props.canary._plan;
    this.actions = props.actions ?? [];
    if (!plan) return;
    const stage = canaryStage(this, props);
    this.plan = plan;
    this.signals = this.measure(plan, props);
    tellApart(props.restApi, stage);
    this.provider = new CanaryProvider(this, 'Provider', { stage, times: plan.times, countsRequests: plan.minimumRequests !== undefined });
    this.resource = makeGate(this, this.provider, { plan, stage, alarms: this.gating, signals: this.signals });
    if (this.signals) [...this.signals.gating, this.signals.leftBehind].forEach((alarm) => alarm.addAlarmAction(...this.actions));
    [...this.signals?.gating ?? [], ...plan.alarms].forEach((alarm) => this.addAlarm(alarm));
    this.node.addValidation({ validate: () => this.examine(props.restApi, stage) });
  }

  /** All alarms that end a release: those on what is measured of the canary, those of `Canary.steps`, and those that were added. */
  public get alarms(): IAlarm[] {
    return [...this.gating];
  }

  /**
   * Let an alarm end releases. With `Canary.off()` it stays an alarm like any other.
   *
   * It must not name the stage by a reference: `ApiMetrics.ofStage('Orders', 'prod')` names it in letters.
   */
  public addAlarm(alarm: IAlarm): void {
    if (!this.plan || !this.provider || this.gating.includes(alarm)) return;
    checkAlarm(this, alarm, this.plan);
    this.gating.push(alarm);
    this.provider.watch(alarm);
  }

  /**
   * Let errors of a function end releases: those of the version that the canary calls, in percent of its invocations.
   *
   * @param handler a function that is made in the stack of the canary, or a version of it
   * @param threshold percent; `AlarmThreshold.above(2, { period: Duration.minutes(5), evaluationPeriods: 1 })` unless told otherwise
   */
  public lambdaErrors(handler: IFunction, threshold?: AlarmThreshold): Alarm {
    const fn = (handler as Partial<IVersion>).lambda ?? handler;
    if (!areDeployedTogether(fn, this)) refuse('canary-lambda-errors-of-another-stack', { path: fn.node.path }, this);
    const id = `LambdaErrors${functionName(fn)}${digestOf(this, { fn })}`;
    const alarm = lambdaErrorsAlarm(this, id, handler, threshold);
    alarm.addAlarmAction(...this.actions);
    this.addAlarm(alarm);
    return alarm;
  }

  private measure({ thresholds, minimumRequests }: CanaryPlan, { metrics, accessLogGroup }: ApiCanaryProps): CanarySignals | undefined {
    if (accessLogGroup) return new CanarySignals(this, 'Signals', { metrics, accessLogGroup, ...thresholds });
    return minimumRequests === undefined ? undefined : refuse('canary-minimum-requests-uncounted', {}, this);
  }

  /** When everything that people and aspects add is there. */
  private examine(restApi: RestApiBase, stage: CfnStage): string[] {
    const template = new StackTemplate(Stack.of(this));
    const { unversioned, elsewhere, stuck } = unreleasedFunctions(template, restApi.node.defaultChild as CfnRestApi);
    unversioned.forEach((path) => warn(this, 'canary-function-without-version', { function: path }));
    elsewhere.forEach((path) => warn(this, 'canary-function-of-another-stack', { function: path }));
    stuck.forEach((path) => warn(this, 'canary-version-of-another-stack', { function: path }));
    if (this.plan?.mode === 'steps' && this.gating.length === 0) warn(this, 'canary-without-alarms', {});
    return gateObjections(template, this.resource?.node.defaultChild as CfnResource, stage);
  }
}

/** Other stage variables make another deployment, too: a release that had none of its own could not be told from its rollback. */
function tellApart({ latestDeployment }: RestApiBase, stage: CfnStage): void {
  latestDeployment?.addToLogicalId(Lazy.any({ produce: () => stage.variables && { stageVariables: stage.variables } }));
}
