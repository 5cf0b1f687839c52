import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { ACCOUNT, CREDENTIALS, Emulator, REGION } from './emulator';
import { Failure } from './failure';

const USER = 'may-describe';

/**
 * CloudWatch lets its alarms be described one by one: AWS, "CloudWatch alarms for application health permissions", names them in a policy. The
 * emulator asks for a permission to describe all of them: this gives it to those who may describe some, and fails as soon as that has become needless.
 */
export class AlarmPermission {
  private readonly iam: IAMClient;

  constructor(private readonly emulator: Emulator) {
    this.iam = new IAMClient({ endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS });
  }

  async give(roles: readonly string[], alarmName: string): Promise<void> {
    await this.checkNeed(alarmName);
    for (const RoleName of roles) await this.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'AllAlarms', PolicyDocument: allowing('*') }));
  }

  /** Somebody who may describe the alarm describes it. */
  private async checkNeed(alarmName: string): Promise<void> {
    const PolicyDocument = allowing(`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${alarmName}`);
    await this.iam.send(new CreateUserCommand({ UserName: USER }));
    await this.iam.send(new PutUserPolicyCommand({ UserName: USER, PolicyName: 'Describe', PolicyDocument }));
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName: USER }));
    const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    const cloudWatch = new CloudWatchClient({ endpoint: this.emulator.endpoint, region: REGION, credentials });
    const refusal = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarmName] })).then(() => undefined, String);
    if (refusal === undefined) throw new Failure('the emulator lets alarms be described one by one now: delete e2e/alarm-permission.ts');
    if (!refusal.includes('cloudwatch:DescribeAlarms')) throw new Failure(refusal);
  }
}

function allowing(Resource: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource }] });
}
