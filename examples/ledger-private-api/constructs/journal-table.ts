import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ENTRIES_BY_KEY } from '../handlers/dynamo/journal-table';

export interface JournalTableProps {
  /** What happens to the entries when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Where the ledger keeps its entries: billed per request, restorable to any second of the last 35 days, encrypted with a key in KMS
 * whose every use CloudTrail can show. AWS manages the key; one of your own needs `kms:Decrypt` and more for each function.
 */
export class JournalTable extends Construct {
  /** One item per entry. */
  public readonly table: Table;

  constructor(scope: Construct, id: string, { removalPolicy }: JournalTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Entries', {
      partitionKey: { name: 'account', type: AttributeType.STRING },
      sortKey: { name: 'sequence', type: AttributeType.NUMBER },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    // Local, not global: it is read strongly consistently, without which a repeated request could post twice.
    this.table.addLocalSecondaryIndex({ indexName: ENTRIES_BY_KEY, sortKey: { name: 'idempotencyKey', type: AttributeType.STRING } });
  }
}
