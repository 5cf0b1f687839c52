import { Construct } from 'constructs';
import { ShopFunction } from './shop-function';
import { ShopTables } from './shop-tables';
import { ORDERS_BY_TIME } from '../handlers/dynamo/orders-table';

export interface ShopFunctionsProps {
  readonly tables: ShopTables;
  readonly release: string;
}

/** One function per route, each allowed exactly what its handler does. */
export class ShopFunctions extends Construct {
  public readonly listProducts: ShopFunction;
  public readonly getProduct: ShopFunction;
  public readonly placeOrder: ShopFunction;
  public readonly listMyOrders: ShopFunction;
  public readonly getMyOrder: ShopFunction;

  constructor(scope: Construct, id: string, { tables: { products, orders }, release }: ShopFunctionsProps) {
    super(scope, id);
    const PRODUCTS_TABLE = products.tableName;
    const ORDERS_TABLE = orders.tableName;

    this.listProducts = new ShopFunction(this, 'ListProducts', {
      handler: 'list-products',
      environment: { PRODUCTS_TABLE, RELEASE: release },
      allow: [{ action: 'dynamodb:Scan', on: products.tableArn }],
    });
    this.getProduct = new ShopFunction(this, 'GetProduct', {
      handler: 'get-product',
      environment: { PRODUCTS_TABLE },
      allow: [{ action: 'dynamodb:GetItem', on: products.tableArn }],
    });
    this.placeOrder = new ShopFunction(this, 'PlaceOrder', {
      handler: 'place-order',
      environment: { PRODUCTS_TABLE, ORDERS_TABLE },
      allow: [
        { action: 'dynamodb:GetItem', on: products.tableArn },
        { action: 'dynamodb:GetItem', on: orders.tableArn },
        { action: 'dynamodb:PutItem', on: orders.tableArn },
      ],
    });
    this.listMyOrders = new ShopFunction(this, 'ListMyOrders', {
      handler: 'list-my-orders',
      environment: { ORDERS_TABLE },
      allow: [{ action: 'dynamodb:Query', on: `${orders.tableArn}/index/${ORDERS_BY_TIME}` }],
    });
    this.getMyOrder = new ShopFunction(this, 'GetMyOrder', {
      handler: 'get-my-order',
      environment: { ORDERS_TABLE },
      allow: [{ action: 'dynamodb:GetItem', on: orders.tableArn }],
    });
  }
}
