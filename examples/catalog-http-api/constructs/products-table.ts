import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

export interface ProductsTableProps {
  /** What happens to the data when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** Where the products are: billed per request, restorable to any second of the last 35 days, encrypted at rest by DynamoDB. */
export class ProductsTable extends Construct {
  /** One item per product. */
  public readonly table: Table;

  constructor(scope: Construct, id: string, { removalPolicy }: ProductsTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Default', {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      partitionKey: { name: 'productId', type: AttributeType.STRING },
      removalPolicy,
    });
  }
}
