import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** With the SDK that Lambda's runtime brings along. */
const CODE = `
const { CloudWatchClient, DescribeAlarmsCommand } = require('@aws-sdk/client-cloudwatch');
const client = new CloudWatchClient({});
exports.handler = async (request) => {
  try {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(new DescribeAlarmsCommand(request));
    return { found: [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName) };
  } catch ({ name, message }) {
    return { error: name + ': ' + message };
  }
};`;

export interface AlarmProbeProps {
  /** The only ones it may describe. */
  readonly alarmNames: readonly string[];
}

/** Describes alarms with a permission for some of them, to see what becomes of that. */
export class AlarmProbe extends Construct {
  readonly functionName: string;

  constructor(scope: Construct, id: string, { alarmNames }: AlarmProbeProps) {
    super(scope, id);
    const probe = new Function(this, 'Function', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline(CODE),
      timeout: Duration.seconds(30),
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY }),
    });
    const arnOf = (resourceName: string) => Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    probe.addToRolePolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: alarmNames.map(arnOf) }));
    this.functionName = probe.functionName;
  }
}
