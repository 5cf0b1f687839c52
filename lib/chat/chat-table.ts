import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { CHAT_TABLE } from './chat-contract';

export interface ChatTableProps {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** The one table of a chat: rooms, members, messages and connections. Its stream is the outbox: what is stored will be delivered. */
export function makeChatTable(scope: Construct, { encryptionKey, removalPolicy }: ChatTableProps): Table {
  return new Table(scope, 'Table', {
    partitionKey: { name: CHAT_TABLE.partitionKey, type: AttributeType.STRING },
    sortKey: { name: CHAT_TABLE.sortKey, type: AttributeType.STRING },
    timeToLiveAttribute: CHAT_TABLE.timeToLive,
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_IMAGE,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: encryptionKey ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.AWS_MANAGED,
    encryptionKey,
    deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    removalPolicy,
  });
}
