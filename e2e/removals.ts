/** Something the emulator cannot take, and that is therefore not deployed to it. */
export interface Removal {
  readonly type: string;
  /**
   * Only what is at this path in the properties goes (`*`: any element of a list); the resource stays.
   *
   * @default - the whole resource goes
   */
  readonly path?: string;
  /**
   * Properties that take its place, where the emulator insists on some.
   *
   * @default - none
   */
  readonly instead?: Readonly<Record<string, unknown>>;
  /** What the emulator lacks. */
  readonly why: string;
  /**
   * Properties of a small one: every run asks the emulator whether it still refuses that.
   *
   * @default - not asked, because it can be deployed and then works wrongly
   */
  readonly example?: Readonly<Record<string, unknown>>;
}

/**
 * All that the suite takes out of a template before it deploys it. What is on this list, unit tests and cfn-lint look at; a deployment does not.
 * A run fails if an entry is not needed any more, if the emulator takes it by now, and if anything else is missing from what is deployed.
 */
export const REMOVALS: readonly Removal[] = [
  {
    type: 'AWS::WAFv2::WebACLAssociation',
    why: 'The emulator makes web ACLs, but no template can put one in front of a stage; it filters no requests anyway',
    example: { ResourceArn: 'arn:aws:apigateway:us-east-1::/restapis/a/stages/b', WebACLArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b' },
  },
  {
    type: 'AWS::WAFv2::LoggingConfiguration',
    why: 'The emulator filters no requests, so a web ACL has nothing to log',
    example: { LogDestinationConfigs: [], ResourceArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b' },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    path: 'Metrics',
    instead: { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Statistic: 'Sum', Period: 60 },
    why: 'The emulator has no metric math, and rates are made with it; the alarm stays, because dashboards refer to it',
    example: {
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 1,
      Metrics: [{ Id: 'count', MetricStat: { Metric: { MetricName: 'Count' }, Period: 60, Stat: 'Sum' } }, { Id: 'rate', Expression: 'FILL(count, 0)' }],
    },
  },
  {
    type: 'AWS::IAM::Role',
    path: 'Policies/*/PolicyDocument/Statement/*/Condition/ArnEquals',
    why: 'The emulator evaluates IAM policies, but does not know the condition key iam:PolicyARN; without it nobody may attach a policy at all',
  },
];

/** How an entry is called in messages and in the test that pins the list. */
export function nameOf({ type, path }: Removal): string {
  return path ? `${type}/${path}` : type;
}
