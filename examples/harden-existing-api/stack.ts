import { Stack, StackProps } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiAccessLog, ApiAccountLogging, ApiAlarms, ApiDashboard, ApiMetrics, ApiUsagePlans, ApiWaf, Quota, Throttle, TierKey, UsageTier,
} from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { API_NAME, existingApi, STAGE_NAME } from './existing-api';

/** An API that runs already, and what can be put around it without replacing anything of it. */
export class ParcelsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.harden(existingApi(this));
  }

  /** One line for one piece: take one, take all. */
  private harden(api: RestApi): void {
    const stage = api.deploymentStage;
    const metrics = ApiMetrics.ofStage(API_NAME, STAGE_NAME);

    stage.node.addDependency(ApiAccountLogging.ensure(this)); // before the first log line: without it API Gateway refuses to log
    const { logGroup: accessLogGroup } = new ApiAccessLog(this, 'AccessLog', { stage });
    const { metrics: waf } = new ApiWaf(this, 'Waf', { stage });
    new ApiUsagePlans(this, 'UsagePlans', { stage, tiers: [depots()] });
    const { all: alarms } = new ApiAlarms(this, 'Alarms', { metrics, accessLogGroup, wafBlockedShare: waf?.blockedShare() });
    new ApiDashboard(this, 'Dashboard', { metrics, accessLogGroup, alarms, wafBlockedShare: waf?.blockedShare() });
  }
}

function depots(): UsageTier {
  return UsageTier.named('depots', {
    throttle: Throttle.rate(20, 40),
    quota: Quota.perDay(100_000),
    keys: [TierKey.generated('depot-north'), TierKey.generated('depot-south')],
  });
}
