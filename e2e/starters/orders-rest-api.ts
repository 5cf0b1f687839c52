import { deepStrictEqual, match, strictEqual } from 'assert';
import { GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { signUp } from '../customer';
import { Failure } from '../failure';
import { Client, hasFields, Refusal, Sent } from '../http';
import { Deployed, Starter } from './starter';

const WEB_SHOP = 'https://shop.example';
const BUY_TEA = { lines: [{ productId: 'green-tea', quantity: 2 }, { productId: 'cup', quantity: 1 }] };
const TEA_AND_CUP_CENTS = 2 * 749 + 1210;

const NO_SUCH_ROUTE = { status: 403, type: 'MissingAuthenticationTokenException' };
const NOT_SIGNED_IN = { status: 401, type: 'UnauthorizedException' };
const BAD_REQUEST = { status: 400, type: 'BadRequestException' };

/** The mobile backend of an online shop: browse, sign up, order, look it up again. */
export class OrdersRestApi implements Starter {
  readonly name = 'orders-rest-api';
  readonly stack = 'Orders';
  /** A canary needs a stage that knows canaries, which that of the emulator does not: `canary-verification` has one beside it. */
  readonly first = ['--context', 'keepData=false', '--context', 'canary=false'];
  readonly changed = [...this.first, '--context', 'release=2', '--context', `webOrigin=${WEB_SHOP}`];
  /** Told by the first version, asked of the changed one. */
  private order = '';
  private alice: Sent = {};

  async drive(deployed: Deployed): Promise<void> {
    const shop = await Shop.open(deployed);
    await this.browse(deployed, shop);
    await this.signIn(deployed, shop);
    await this.buy(deployed, shop);
    await this.refuseOrders(deployed, shop);
  }

  async driveChanged(deployed: Deployed): Promise<void> {
    const { report } = deployed;
    const shop = await Shop.open(deployed);
    await report.check('the catalogue tells of release 2', async () => hasFields(await shop.browse(), { release: '2' }));
    await report.check('the order of before is still there', async () => hasFields(await shop.read(this.order, this.alice), { orderId: this.order }));
    await report.check('pages of the web shop may call now', () => shop.allowsPagesOf(WEB_SHOP));
  }

  private async browse({ outputs, report, script }: Deployed, shop: Shop): Promise<void> {
    await report.must('seed.ts fills the catalogue', () => script('seed.ts', outputs.ProductsTable));
    await report.check('anybody with the key of the app browses the catalogue', async () => {
      const { release, products } = await shop.browse() as { release: string; products: unknown[] };
      deepStrictEqual([release, products.length], ['1', 4]);
    });
    await report.check('one product is found by its id', async () => hasFields(await shop.ask(200, 'GET /products/cup'), { productId: 'cup', title: 'Cup' }));
    await report.check('a product there is not is 404', () => shop.ask(404, 'GET /products/coffee'));
    await report.check('without a key the catalogue is 403', () => shop.client.expect(403, 'GET /products'));
    await report.check('a route there is not is 403, in the shape of all our errors', async () => {
      hasFields(await shop.refused(NO_SUCH_ROUTE, 'GET /nothing'), { code: 'MISSING_AUTHENTICATION_TOKEN' });
    });
    await report.check('the free key runs into its limit, the key of the app does not', () => shop.throttlesTheFreeKey());
  }

  private async signIn({ report }: Deployed, shop: Shop): Promise<void> {
    await report.check('orders without a token are 401', () => shop.refused(NOT_SIGNED_IN, 'GET /orders'));
    this.alice = await report.must('a customer signs up and in', () => shop.newCustomer('alice@shop.example'));
    const forged = { headers: { authorization: `${this.alice.headers?.authorization.slice(0, -8)}AAAAAAAA` } };
    await report.check('orders with a forged token are 401', () => shop.refused(NOT_SIGNED_IN, 'GET /orders', forged));
  }

  private async buy({ report }: Deployed, shop: Shop): Promise<void> {
    const placed = await report.must('the customer places an order', () => shop.order('first-tap', BUY_TEA, this.alice)) as { orderId: string; total: unknown };
    this.order = placed.orderId;
    await report.check('it costs what the catalogue says', () => hasFields(placed.total, { cents: TEA_AND_CUP_CENTS }));
    await report.check('the same tap does not buy twice', async () => hasFields(await shop.order('first-tap', BUY_TEA, this.alice), { orderId: this.order }));
    await report.check('the customer reads it back', async () => hasFields(await shop.read(this.order, this.alice), { orderId: this.order }));
    await report.check('it is in the history, once', async () => {
      const { orders } = await shop.ask(200, 'GET /orders', this.alice) as { orders: { orderId: string }[] };
      deepStrictEqual(orders.map(({ orderId }) => orderId), [this.order]);
    });
    await report.check('nobody else sees it', async () => shop.ask(404, `GET /orders/${this.order}`, await shop.newCustomer('mallory@shop.example')));
  }

  private async refuseOrders({ report }: Deployed, shop: Shop): Promise<void> {
    const tap = { headers: { ...this.alice.headers, 'idempotency-key': 'second-tap' } };
    await report.check('a body that is no order is 400 before any handler sees it', async () => {
      hasFields(await shop.refused(BAD_REQUEST, 'POST /orders', { ...tap, body: { lines: [] } }), { code: 'BAD_REQUEST_BODY' });
    });
    await report.check('an order without an Idempotency-Key is 400 before any handler sees it', async () => {
      hasFields(await shop.refused(BAD_REQUEST, 'POST /orders', { ...this.alice, body: BUY_TEA }), { code: 'BAD_REQUEST_PARAMETERS' });
    });
    await report.check('a product nobody sells is 422, as the handler says', () => {
      return shop.ask(422, 'POST /orders', { ...tap, body: { lines: [{ productId: 'coffee', quantity: 1 }] } });
    });
  }
}

/** The shop as its app sees it: every request shows the app's key. */
class Shop {
  static async open(deployed: Deployed): Promise<Shop> {
    const { items = [] } = await deployed.aws.apiGateway.send(new GetApiKeysCommand({ includeValues: true }));
    const key = items.find(({ id }) => id === deployed.outputs.AppKeyId)?.value;
    const freeKey = items.find(({ id }) => id !== deployed.outputs.AppKeyId)?.value;
    if (!key || !freeKey) throw new Failure('the keys of the app and of the free tier are not both there');
    return new Shop(deployed, key, freeKey);
  }

  /** The same without a key. */
  readonly client: Client;

  private constructor(private readonly deployed: Deployed, private readonly key: string, private readonly freeKey: string) {
    this.client = Client.of(deployed.outputs.ApiUrl, deployed.emulator);
  }

  async ask(status: number, route: string, sent?: Sent): Promise<unknown> {
    return this.client.expect(status, route, withKey(this.key, sent));
  }

  async refused(refusal: Refusal, route: string, sent?: Sent): Promise<unknown> {
    return this.client.refused(refusal, route, withKey(this.key, sent));
  }

  async browse(): Promise<unknown> {
    return this.ask(200, 'GET /products');
  }

  async order(tap: string, body: unknown, { headers }: Sent): Promise<unknown> {
    return this.ask(201, 'POST /orders', { headers: { ...headers, 'idempotency-key': tap }, body });
  }

  async read(order: string, customer: Sent): Promise<unknown> {
    return this.ask(200, `GET /orders/${order}`, customer);
  }

  /** Somebody signed in, as headers. */
  async newCustomer(email: string): Promise<Sent> {
    const { aws, emulator, outputs: { UserPoolId: userPoolId, AppClientId: clientId } } = this.deployed;
    return { headers: { authorization: await signUp(aws, emulator, { userPoolId, clientId }, email) } };
  }

  /** The free tier has a burst of 10 and gets 5 more a second; the app may do eighty times that. */
  async throttlesTheFreeKey(): Promise<void> {
    const refusals = [await this.refusals(this.freeKey), await this.refusals(this.key)];
    deepStrictEqual(refusals.map((statuses) => [...new Set(statuses)]), [[429], []]);
  }

  /** What a browser asks before it lets a page call: without a key, without a token. */
  async allowsPagesOf(origin: string): Promise<void> {
    const headers = { origin, 'access-control-request-method': 'POST' };
    const answer = await this.client.send('OPTIONS /orders', { headers });
    strictEqual(answer.headers.get('access-control-allow-origin'), origin);
    match(answer.headers.get('access-control-allow-methods') ?? '', /POST/);
  }

  private async refusals(key: string): Promise<number[]> {
    const statuses: number[] = [];
    for (let request = 0; request < 40; request += 1) statuses.push((await this.client.send('GET /products', withKey(key))).status);
    return statuses.filter((status) => status !== 200);
  }
}

function withKey(key: string, { headers, body }: Sent = {}): Sent {
  return { headers: { 'x-api-key': key, ...headers }, body };
}
