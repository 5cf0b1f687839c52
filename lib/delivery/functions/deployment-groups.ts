import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ILambdaApplication, ILambdaDeploymentConfig, LambdaApplication, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Alias, IVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { deploymentConfig, TrafficShift } from './deployment-config';
import { releaseAlarm } from './release-alarm';
import { releaseRole } from './release-role';
import { digestOf } from '../../core/identity';
import type { AlarmThreshold } from '../../observability/alarm-threshold';

/** How the functions of one API are released. */
export interface ReleaseTerms {
  readonly shift: TrafficShift;
  readonly alarms: readonly IAlarm[];
  readonly errors: AlarmThreshold;
  /** Whose releases they are: every API moves an alias of its own, also where two call the same function. */
  readonly of: Construct;
}

/** What releases the functions of one stack: an application, and a deployment group for each of them. */
export class DeploymentGroups {
  private readonly application: ILambdaApplication;
  private readonly deploymentConfig: ILambdaDeploymentConfig;

  constructor(private readonly scope: Construct, private readonly terms: ReleaseTerms) {
    this.application = new LambdaApplication(scope, 'Application');
    this.deploymentConfig = deploymentConfig(scope, 'DeploymentConfig', terms.shift);
  }

  /**
   * An alias that AWS CodeDeploy moves. It waits for its group, which waits for the alarm: else the first requests would find an alarm that still
   * looks at the version before.
   */
  public release(version: IVersion): Alias {
    const { lambda: handler } = version;
    const scope = new Construct(this.scope, `${handler.node.id}${digestOf(this.scope, { handler })}`);
    const alias = new Alias(scope, 'Alias', {
      aliasName: `live-${digestOf(handler, { releases: this.terms.of })}`,
      description: 'Called by an API, and moved to new versions by AWS CodeDeploy',
      version,
    });
    alias.node.addDependency(this.group(scope, alias));
    return alias;
  }

  private group(scope: Construct, alias: Alias): LambdaDeploymentGroup {
    const errors = releaseAlarm(scope, alias, this.terms.errors);
    const alarms = errors ? [...this.terms.alarms, errors] : [...this.terms.alarms];
    return new LambdaDeploymentGroup(scope, 'Group', {
      application: this.application,
      deploymentConfig: this.deploymentConfig,
      alias,
      alarms,
      role: releaseRole(scope, alias),
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: alarms.length > 0 },
    });
  }
}
