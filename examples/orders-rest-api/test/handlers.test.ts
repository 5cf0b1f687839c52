import { getMyOrder } from '../handlers/get-my-order';
import { getProduct } from '../handlers/get-product';
import { handlerOf, Route } from '../handlers/http/route';
import { listMyOrders } from '../handlers/list-my-orders';
import { listProducts } from '../handlers/list-products';
import { placeOrder } from '../handlers/place-order';
import { Ask, event } from './support/event';
import { MemoryCatalogue, MemoryOrderBook } from './support/memory-shop';
import { CUP, POT, TEA } from './support/products';

const KEY = { 'Idempotency-Key': '5c1a7c5e-6d0e-4d1c-9d53-0d6f3c1f7a11' };
const CART = { lines: [{ productId: 'green-tea', quantity: 3 }, { productId: 'tea-pot', quantity: 1 }] };

let catalogue: MemoryCatalogue;
let orders: MemoryOrderBook;
let now: number;
beforeEach(() => {
  catalogue = new MemoryCatalogue(TEA, POT, CUP);
  orders = new MemoryOrderBook();
  now = Date.parse('2026-11-21T08:00:00.000Z');
});

/** Calls a route as Lambda would and reads the answer as an app would. */
async function call(route: Route, key: string, ask: Ask = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const { statusCode, body } = await handlerOf(route, () => undefined)(event(key, ask));
  return { status: statusCode, body: JSON.parse(body) };
}

const place = (ask: Ask) => call(placeOrder({ catalogue, orders, clock: () => new Date(now++) }), 'POST /orders', ask);
const history = (ask: Ask) => call(listMyOrders(orders), 'GET /orders', ask);
const products = (ask: Ask = {}) => call(listProducts(catalogue, 'r7'), 'GET /products', ask);

describe('placing an order', () => {
  test('charges the catalogue price of every piece', async () => {
    const { status, body } = await place({ customer: 'ann', headers: KEY, body: CART });
    expect(status).toBe(201);
    expect(body).toEqual({
      orderId: expect.stringMatching(/^[0-9a-f]{32}$/),
      placedAt: '2026-11-21T08:00:00.000Z',
      lines: [
        { productId: 'green-tea', title: 'Green tea', quantity: 3, unitPrice: { cents: 749, currency: 'EUR' } },
        { productId: 'tea-pot', title: 'Tea pot', quantity: 1, unitPrice: { cents: 4990, currency: 'EUR' } },
      ],
      total: { cents: 3 * 749 + 4990, currency: 'EUR' },
    });
  });

  test('ignores no price a client sends: it refuses it', async () => {
    const { status, body } = await place({ customer: 'ann', headers: KEY, body: { lines: [{ ...CART.lines[0], unitPrice: 1 }] } });
    expect([status, body.code]).toEqual([400, 'BAD_REQUEST_BODY']);
  });

  test('twice with one key buys once and answers the same', async () => {
    const first = await place({ customer: 'ann', headers: KEY, body: CART });
    expect(await place({ customer: 'ann', headers: KEY, body: CART })).toEqual(first);
    expect(orders.size).toBe(1);
  });

  test('twice at the same time with one key buys once and answers the same', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => place({ customer: 'ann', headers: KEY, body: CART })));
    expect(orders.size).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('again with one key works after the product has left the shop', async () => {
    const first = await place({ customer: 'ann', headers: KEY, body: CART });
    catalogue.remove('tea-pot');
    expect(await place({ customer: 'ann', headers: KEY, body: CART })).toEqual(first);
  });

  test('with a key that was used for another cart is refused', async () => {
    await place({ customer: 'ann', headers: KEY, body: CART });
    const { status, body } = await place({ customer: 'ann', headers: KEY, body: { lines: [{ productId: 'cup', quantity: 1 }] } });
    expect([status, body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('with the key of another customer is an order of its own', async () => {
    const { body: hers } = await place({ customer: 'ann', headers: KEY, body: CART });
    const { status, body: his } = await place({ customer: 'ben', headers: KEY, body: CART });
    expect(status).toBe(201);
    expect(his.orderId).not.toBe(hers.orderId);
  });

  test('of an unknown product is refused by its name and writes nothing', async () => {
    const { status, body } = await place({ customer: 'ann', headers: KEY, body: { lines: [{ productId: 'coffee', quantity: 1 }] } });
    expect(status).toBe(422);
    expect(body).toEqual({ code: 'UNKNOWN_PRODUCT', message: 'there is no product coffee to order', requestId: 'request-1' });
    expect(orders.size).toBe(0);
  });

  test('finds the key whatever the case of its header', async () => {
    const { status } = await place({ customer: 'ann', headers: { 'idempotency-key': KEY['Idempotency-Key'] }, body: CART });
    expect(status).toBe(201);
  });

  test.each([[{}], [{ 'Idempotency-Key': '' }], [{ 'Idempotency-Key': 'short' }], [{ 'Idempotency-Key': 'white space' }]])(
    'without a usable key (%j) is refused', async (headers) => {
      const { status, body } = await place({ customer: 'ann', headers, body: CART });
      expect([status, body.code]).toEqual([400, 'BAD_REQUEST_PARAMETERS']);
    });

  test.each([
    ['no body', undefined],
    ['text', 'hello'],
    ['a list', []],
    ['no lines', { lines: [] }],
    ['more than the cart', { ...CART, discount: 100 }],
    ['no pieces', { lines: [{ productId: 'cup', quantity: 0 }] }],
    ['less than no pieces', { lines: [{ productId: 'cup', quantity: -1 }] }],
    ['half a piece', { lines: [{ productId: 'cup', quantity: 0.5 }] }],
    ['a hundred pieces', { lines: [{ productId: 'cup', quantity: 100 }] }],
    ['pieces in words', { lines: [{ productId: 'cup', quantity: '1' }] }],
    ['an id that cannot exist', { lines: [{ productId: '../etc', quantity: 1 }] }],
    ['too many lines', { lines: Array.from({ length: 21 }, (_, index) => ({ productId: `cup-${index}`, quantity: 1 })) }],
  ])('with %s is refused although no gateway checked it before', async (_name, body) => {
    const answer = await place({ customer: 'ann', headers: KEY, body });
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST_BODY']);
  });

  test('that lists a product twice is refused', async () => {
    const { status, body } = await place({ customer: 'ann', headers: KEY, body: { lines: [CART.lines[0], CART.lines[0]] } });
    expect([status, body.code]).toEqual([400, 'PRODUCT_LISTED_TWICE']);
  });
});

describe('the order history', () => {
  test("holds the caller's own orders, newest first, without the customer's id", async () => {
    const { body: first } = await place({ customer: 'ann', headers: KEY, body: CART });
    const { body: second } = await place({ customer: 'ann', headers: { 'Idempotency-Key': 'another-key' }, body: CART });
    await place({ customer: 'ben', headers: KEY, body: CART });
    expect(await history({ customer: 'ann' })).toEqual({ status: 200, body: { orders: [second, first] } });
    expect(JSON.stringify([first, second])).not.toContain('ann');
  });

  test('is read page by page with an opaque token', async () => {
    for (const key of ['key-00001', 'key-00002', 'key-00003']) {
      await place({ customer: 'ann', headers: { 'Idempotency-Key': key }, body: CART });
    }
    const { body: first } = await history({ customer: 'ann', query: { limit: '2' } });
    const { body: second } = await history({ customer: 'ann', query: { limit: '2', nextToken: String(first.nextToken) } });
    expect(first.orders).toHaveLength(2);
    expect(second.orders).toHaveLength(1);
    expect(second.nextToken).toBeUndefined();
  });

  test('shows one order to its customer and to nobody else', async () => {
    const { body: order } = await place({ customer: 'ann', headers: KEY, body: CART });
    const ask = { path: { id: String(order.orderId) } };
    expect(await call(getMyOrder(orders), 'GET /orders/{id}', { customer: 'ann', ...ask })).toEqual({ status: 200, body: order });
    const { status, body } = await call(getMyOrder(orders), 'GET /orders/{id}', { customer: 'ben', ...ask });
    expect([status, body.code]).toEqual([404, 'ORDER_NOT_FOUND']);
  });

  test('knows no order with an id that cannot exist', async () => {
    const { status, body } = await call(getMyOrder(orders), 'GET /orders/{id}', { customer: 'ann', path: { id: '*' } });
    expect([status, body.code]).toEqual([404, 'ORDER_NOT_FOUND']);
  });
});

describe('the catalogue', () => {
  test('lists products and says which release answers', async () => {
    expect(await products()).toEqual({ status: 200, body: { release: 'r7', products: [TEA, POT, CUP] } });
  });

  test('shows one product', async () => {
    expect(await call(getProduct(catalogue), 'GET /products/{id}', { path: { id: 'cup' } })).toEqual({ status: 200, body: CUP });
  });

  test.each(['coffee', '', 'CUP', '../cup'])('does not know the product "%s"', async (id) => {
    const { status, body } = await call(getProduct(catalogue), 'GET /products/{id}', { path: { id } });
    expect([status, body.code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
  });

  test.each(['0', '51', '-1', '1.5', 'all', '1e1', ''])('refuses the page size "%s"', async (limit) => {
    const { status, body } = await products({ query: { limit } });
    expect([status, body.code]).toEqual([400, 'BAD_REQUEST_PARAMETERS']);
  });

  test.each(['', 'x', 'bnVsbA', 'W10', 'WzFd', 'WyIiXQ', 'WyJhIiwiYiJd'])('refuses the token "%s", which it never gave out', async (nextToken) => {
    const { status, body } = await products({ query: { nextToken } });
    expect([status, body.code]).toEqual([400, 'BAD_REQUEST_PARAMETERS']);
  });
});

describe('who is not signed in', () => {
  test('places no order', async () => {
    const { status, body } = await place({ headers: KEY, body: CART });
    expect([status, body.code]).toEqual([401, 'UNAUTHORIZED']);
    expect(orders.size).toBe(0);
  });

  test.each([undefined, ''])('sees no order history (claim "%s")', async (customer) => {
    const { status, body } = await history({ customer });
    expect([status, body.code]).toEqual([401, 'UNAUTHORIZED']);
  });
});
