import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CREDENTIALS, Emulator, REGION } from './emulator';
import { Failure } from './failure';

const USER = 'may-send';

/** A queue, and those who may send to it. */
export interface Senders {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly roles: readonly string[];
}

/**
 * In AWS `sqs:SendMessage` lets its bearer send one message or ten. The emulator asks for an action of its own for ten, which AWS does not have: this
 * gives it to those who may send, and fails as soon as that has become needless.
 */
export class BatchPermission {
  private readonly iam: IAMClient;

  constructor(private readonly emulator: Emulator) {
    this.iam = new IAMClient({ endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS });
  }

  async give(senders: Senders): Promise<void> {
    await this.checkNeed(senders);
    const PolicyDocument = allowing('sqs:SendMessageBatch', senders);
    for (const RoleName of senders.roles) await this.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'Batches', PolicyDocument }));
  }

  /** Somebody who may send sends a batch. */
  private async checkNeed(senders: Senders): Promise<void> {
    await this.iam.send(new CreateUserCommand({ UserName: USER }));
    await this.iam.send(new PutUserPolicyCommand({ UserName: USER, PolicyName: 'Send', PolicyDocument: allowing('sqs:SendMessage', senders) }));
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName: USER }));
    const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    const sqs = new SQSClient({ endpoint: this.emulator.endpoint, region: REGION, credentials });
    const refusal = await sqs.send(new SendMessageBatchCommand({ QueueUrl: senders.queueUrl, Entries: [{ Id: 'a', MessageBody: '{}' }] })).then(() => undefined, String);
    if (refusal === undefined) throw new Failure('the emulator needs no permission for batches any more: delete e2e/batch-permission.ts');
    if (!refusal.includes('sqs:SendMessageBatch')) throw new Failure(refusal);
  }
}

function allowing(Action: string, { queueArn: Resource }: Senders): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
}
