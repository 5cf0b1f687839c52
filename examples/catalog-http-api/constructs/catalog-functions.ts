import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { CatalogFunction } from './catalog-function';

export interface CatalogFunctionsProps {
  readonly products: ITable;
  readonly release: string;
}

const TO_THE_CALLER = 'Somebody waits for the answer and gets every failure with it, so there is no event left over to keep';
const BACK_TO_THE_QUEUE = 'A message that fails stays in its queue, which has a dead-letter queue with an alarm';

/** One function per task, each allowed exactly one action on the table. */
export class CatalogFunctions extends Construct {
  public readonly listProducts: CatalogFunction;
  public readonly getProduct: CatalogFunction;
  public readonly searchProducts: CatalogFunction;
  public readonly importProducts: CatalogFunction;

  constructor(scope: Construct, id: string, { products, release }: CatalogFunctionsProps) {
    super(scope, id);
    const PRODUCTS_TABLE = products.tableName;
    const answering = { environment: { PRODUCTS_TABLE }, timeout: Duration.seconds(10), failuresGoTo: TO_THE_CALLER };
    const read = { action: 'dynamodb:Scan', on: products.tableArn };

    this.listProducts = new CatalogFunction(this, 'ListProducts', {
      ...answering, handler: 'list-products', environment: { PRODUCTS_TABLE, RELEASE: release }, allow: read,
    });
    this.getProduct = new CatalogFunction(this, 'GetProduct', {
      ...answering, handler: 'get-product', allow: { action: 'dynamodb:GetItem', on: products.tableArn },
    });
    this.searchProducts = new CatalogFunction(this, 'SearchProducts', { ...answering, handler: 'search-products', allow: read });
    this.importProducts = new CatalogFunction(this, 'ImportProducts', {
      handler: 'import-products',
      environment: { PRODUCTS_TABLE },
      allow: { action: 'dynamodb:PutItem', on: products.tableArn },
      timeout: Duration.seconds(30),
      failuresGoTo: BACK_TO_THE_QUEUE,
    });
  }
}
