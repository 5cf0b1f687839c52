import { CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import {
  Alarms, Authorization, Backend, CacheKey, Caching, Canary, Cors, Quota, RouteCache, SecureRestApi, Throttle, TierKey, UsageTier,
} from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic';
import { Customers } from './constructs/customers';
import { ShopFunctions } from './constructs/shop-functions';
import { ShopTables } from './constructs/shop-tables';
import { ORDER_SCHEMA } from './handlers/shop/order-schema';

export interface OrdersStackProps extends StackProps {
  /**
   * Shown in the catalogue, so that everybody can see which deployment answers.
   *
   * @default '1'
   */
  readonly release?: string;

  /**
   * Who gets the alarms by e-mail.
   *
   * @default - nobody yet: subscribe to the topic later
   */
  readonly alarmEmail?: string;

  /**
   * The web shop beside the app: pages of this origin may call the API from a browser.
   *
   * @default - the app only
   */
  readonly webOrigin?: string;

  /**
   * Give a new release 10 % of the traffic first, then 50 %, and take it back if it fails. Without it everybody gets it at once.
   *
   * @default true
   */
  readonly canary?: boolean;

  /**
   * Keep products, orders and accounts when the stack is deleted.
   *
   * @default true
   */
  readonly keepData?: boolean;
}

/** An online shop's mobile backend: browse the catalogue, place orders, see one's own history. */
export class OrdersStack extends Stack {
  /** The front door. */
  public readonly api: SecureRestApi;
  private readonly tables: ShopTables;
  private readonly customers: Customers;
  private readonly functions: ShopFunctions;

  constructor(scope: Construct, id: string, props: OrdersStackProps = {}) {
    super(scope, id, { description: 'Mobile backend of an online shop', ...props });
    const { release = '1', keepData = true } = props;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.tables = new ShopTables(this, 'Tables', { removalPolicy });
    this.customers = new Customers(this, 'Customers', { removalPolicy });
    this.functions = new ShopFunctions(this, 'Functions', { tables: this.tables, release });
    this.api = this.createApi(props);
    this.addCatalogueRoutes();
    this.addOrderRoutes();
    this.api.canary?.lambdaErrors(this.functions.placeOrder.lambda); // whatever else a release does, people must be able to buy
    this.addOutputs();
  }

  /** The web ACL, request validation, logs, traces, JSON errors and a dashboard need no word: they are what the door does. */
  private createApi({ alarmEmail, webOrigin, canary = true }: OrdersStackProps): SecureRestApi {
    const { topic } = new AlarmTopic(this, 'AlarmTopic', { email: alarmEmail });
    return new SecureRestApi(this, 'OrdersApi', {
      description: 'Catalogue and orders of the shop',
      authorization: Authorization.cognito([this.customers.userPool]),
      throttle: Throttle.rate(500, 1000),
      usageTiers: usageTiers(),
      caching: Caching.on({ ttl: Duration.minutes(1) }),
      cors: webOrigin ? Cors.allow([webOrigin], { headers: ['Authorization', 'Content-Type', 'Idempotency-Key', 'X-Api-Key'] }) : Cors.off(),
      alarms: Alarms.standard({ topic }),
      canary: canary ? Canary.steps([10, 50], { bake: Duration.minutes(10) }) : Canary.off(),
    });
  }

  /** The shop window: no sign-in, and answered from the cache. */
  private addCatalogueRoutes(): void {
    const authorization = Authorization.none('Anybody may see what the shop sells; each app still shows its key and is throttled by it');
    const origin = CacheKey.header('Origin'); // answers to the web shop carry CORS headers, answers to the app do not
    this.api.addRoute('GET /products', Backend.lambda(this.functions.listProducts.lambda), {
      authorization,
      cache: RouteCache.on({ keys: [CacheKey.query('limit'), CacheKey.query('nextToken'), origin] }),
    });
    this.api.addRoute('GET /products/{id}', Backend.lambda(this.functions.getProduct.lambda), {
      authorization,
      cache: RouteCache.on({ keys: [origin] }),
    });
  }

  /** Signed-in customers only, as the API itself says, and never from the cache. */
  private addOrderRoutes(): void {
    this.api.addRoute('POST /orders', Backend.lambda(this.functions.placeOrder.lambda), {
      request: { body: ORDER_SCHEMA, headers: ['Idempotency-Key'] },
      throttle: Throttle.rate(50, 100),
    });
    this.api.addRoute('GET /orders', Backend.lambda(this.functions.listMyOrders.lambda));
    this.api.addRoute('GET /orders/{id}', Backend.lambda(this.functions.getMyOrder.lambda));
  }

  /** What the README's commands ask for. */
  private addOutputs(): void {
    new CfnOutput(this, 'ApiUrl', { value: this.api.url });
    new CfnOutput(this, 'UserPoolId', { value: this.customers.userPool.userPoolId });
    new CfnOutput(this, 'AppClientId', { value: this.customers.app.userPoolClientId });
    new CfnOutput(this, 'AppKeyId', { value: this.api.usagePlans.keyOf('mobile-app').keyId });
    new CfnOutput(this, 'ProductsTable', { value: this.tables.products.tableName });
  }
}

/** Every app has a key. The shop's own takes what its customers need; whoever only wants to compare prices gets a taste for free. */
function usageTiers(): UsageTier[] {
  return [
    UsageTier.named('free', {
      description: 'Price comparison and hobby projects',
      throttle: Throttle.rate(5, 10),
      quota: Quota.perDay(10_000),
      routes: { 'POST /orders': Throttle.rate(1, 2) },
      keys: [TierKey.generated('price-comparison')],
    }),
    UsageTier.named('pro', {
      description: "The shop's own app",
      throttle: Throttle.rate(400, 800),
      quota: Quota.perMonth(50_000_000),
      keys: [TierKey.generated('mobile-app')],
    }),
  ];
}
