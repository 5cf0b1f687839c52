import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ORDERS_BY_TIME } from '../handlers/dynamo/orders-table';

export interface ShopTablesProps {
  /** What happens to the data when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** Where the shop keeps its data: billed per request, restorable to any second of the last 35 days, encrypted at rest by DynamoDB. */
export class ShopTables extends Construct {
  /** One item per product. */
  public readonly products: Table;
  /** One item per order, below its customer. */
  public readonly orders: Table;

  constructor(scope: Construct, id: string, { removalPolicy }: ShopTablesProps) {
    super(scope, id);
    const common = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    };
    this.products = new Table(this, 'Products', {
      ...common,
      partitionKey: { name: 'productId', type: AttributeType.STRING },
    });
    this.orders = new Table(this, 'Orders', {
      ...common,
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'orderId', type: AttributeType.STRING },
    });
    // Local, not global: it can be read strongly consistently, so an order shows up in the history as soon as it is placed.
    this.orders.addLocalSecondaryIndex({ indexName: ORDERS_BY_TIME, sortKey: { name: 'placedAt', type: AttributeType.STRING } });
  }
}
