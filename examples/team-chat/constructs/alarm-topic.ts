import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /**
   * Who gets an e-mail. AWS asks the address to confirm first.
   *
   * @default - nobody yet
   */
  readonly email?: string;
}

/** Where alarms go. Encrypted with a key of its own, because CloudWatch cannot publish through the free AWS managed one. */
export class AlarmTopic extends Construct {
  public readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: AlarmTopicProps) {
    super(scope, id);
    const masterKey = new Key(this, 'Key', {
      description: 'Encrypts alarm messages of the chat',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY, // nothing outlives the topic that would need it
    });
    this.topic = new Topic(this, 'Topic', { masterKey, enforceSSL: true });
    // A topic with a policy of its own, as enforceSSL gives it, has lost the default one: CloudWatch must be let in by name.
    this.topic.addToResourcePolicy(alarmsMay(['sns:Publish'], this.topic.topicArn));
    masterKey.addToResourcePolicy(alarmsMay(['kms:Decrypt', 'kms:GenerateDataKey'], '*')); // in a key's policy `*` is the key itself
    if (email) this.subscribe(email);
  }

  private subscribe(endpoint: string): void {
    const subscription = new Subscription(this, 'Email', { topic: this.topic, protocol: SubscriptionProtocol.EMAIL, endpoint });
    Waiver.record(subscription, {
      control: 'dead-letter queue of the e-mail subscription',
      reason: 'A mail that bounces is not worth replaying later: the alarm itself keeps its state, and the dashboard shows it',
      rules: ['Serverless-SNSRedrivePolicy'],
    });
  }
}

/** CloudWatch, on behalf of the alarms of this account and of no other. */
function alarmsMay(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    actions,
    resources: [resource],
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}
