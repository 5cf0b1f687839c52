import { Duration } from 'aws-cdk-lib';
import { ILambdaDeploymentConfig, LambdaDeploymentConfig, TrafficRouting } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { refuse } from '../../core/refuse';
import type { Canary, CanaryPlan } from '../canary';
import { ForeignCanary } from '../foreign-canary';

/** How AWS CodeDeploy shifts the traffic of an alias: one share and later the rest, or one share after another. */
export interface TrafficShift {
  readonly kind: 'canary' | 'linear';
  /** Of each share, in whole percent. */
  readonly percentage: number;
  /** Whole minutes between two of them. */
  readonly minutes: number;
}

/** What a canary is to AWS CodeDeploy; nothing for `Canary.off()`. What CodeDeploy cannot do is refused. */
export function trafficShift({ _plan: plan }: Canary): TrafficShift | undefined {
  if (!plan) return undefined;
  if (plan.mode === 'manual') refuse('canary-manual-for-functions', { percent: isShare(plan.steps[0]) ? plan.steps[0] : 10 });
  checkMeaningful(plan);
  const [percentage] = plan.steps;
  return { kind: checkedKind(plan.steps), percentage, minutes: checkedMinutes(plan.bake) };
}

/** The configuration of a shift. */
export function deploymentConfig(scope: Construct, id: string, shift: TrafficShift): ILambdaDeploymentConfig {
  return predefined(shift) ?? new LambdaDeploymentConfig(scope, id, { trafficRouting: routing(shift) });
}

/** AWS has only some, but an account may have no more than 50 of its own (AWS: "Custom deployment configurations per account"). */
function predefined({ kind, percentage, minutes }: TrafficShift): ILambdaDeploymentConfig | undefined {
  if (kind === 'linear' || percentage !== 10) return undefined;
  switch (minutes) {
    case 5: return LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES;
    case 10: return LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES;
    case 15: return LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES;
    case 30: return LambdaDeploymentConfig.CANARY_10PERCENT_30MINUTES;
    default: return undefined;
  }
}

function routing({ kind, percentage, minutes }: TrafficShift): TrafficRouting {
  const props = { interval: Duration.minutes(minutes), percentage };
  return kind === 'canary' ? TrafficRouting.timeBasedCanary(props) : TrafficRouting.timeBasedLinear(props);
}

/** After the last step comes the rest: in a linear shift it is as large as each share before (AWS: "equal increments"). */
function checkedKind(steps: readonly number[]): TrafficShift['kind'] {
  const [first] = steps;
  if (steps.length === 1 && isShare(first)) return 'canary';
  const equal = steps.length > 1 && [...steps, 100].every((percent, index) => percent === first * (index + 1));
  return equal ? 'linear' : refuse('canary-steps-not-for-functions', { given: steps.join(', ') });
}

/** CodeDeploy counts in whole percent, and leaves some for later. */
function isShare(percent: number): boolean {
  return Number.isInteger(percent) && percent < 100;
}

function checkedMinutes(bake: Duration): number {
  const seconds = bake.toSeconds();
  return seconds % 60 === 0 ? seconds / 60 : refuse('canary-bake-not-in-minutes', { seconds });
}

const OF_YOUR_OWN = 'leave it out, and give an alarm of your own that measures it: Canary.steps([10], { alarms: [alarm] })';

/** What a canary can say of a stage, and CodeDeploy knows nothing of. */
function checkMeaningful({ minimumRequests, onForeignCanary, failOnDrift, thresholds }: CanaryPlan): void {
  const meaningless: [string, boolean, string][] = [
    ['minimumRequests', minimumRequests !== undefined, 'leave it out: CodeDeploy does not count requests'],
    ['onForeignCanary', onForeignCanary !== ForeignCanary.FAIL, 'leave it out: CodeDeploy refuses a second deployment beside one that goes on'],
    ['failOnDrift', failOnDrift, 'leave it out: CodeDeploy itself refuses an alias that somebody else has moved'],
    ['clientErrorRate', thresholds.clientErrorRate._rule !== undefined, OF_YOUR_OWN],
    ['latencyP99', thresholds.latencyP99._rule !== undefined, OF_YOUR_OWN],
  ];
  meaningless.filter(([, given]) => given).forEach(([option, , advice]) => refuse('canary-option-not-for-functions', { option, advice }));
}
