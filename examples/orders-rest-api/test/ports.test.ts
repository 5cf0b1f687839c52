import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { LocalDynamo, ORDERS, PRODUCTS } from './support/local-dynamo';
import { MemoryCatalogue, MemoryOrderBook } from './support/memory-shop';
import { CUP, POT, TEA } from './support/products';
import { CatalogueTable } from '../handlers/dynamo/catalogue-table';
import { OrdersTable } from '../handlers/dynamo/orders-table';
import { Catalogue, Product } from '../handlers/shop/catalogue';
import { money } from '../handlers/shop/money';
import { Order, OrderBook } from '../handlers/shop/orders';
import { Page, PageRequest } from '../handlers/shop/page';

/** The same laws for the tables, over HTTP, and for the fakes the other tests use. */
let local: LocalDynamo;
beforeAll(async () => { local = await LocalDynamo.start(); });
afterAll(() => local.stop());

describe.each([
  ['a catalogue in DynamoDB', async () => stock(new CatalogueTable(local.db, PRODUCTS), [TEA, POT, CUP])],
  ['a catalogue in memory', async () => new MemoryCatalogue(TEA, POT, CUP)],
])('%s', (_name, open: () => Promise<Catalogue>) => {
  let catalogue: Catalogue;
  beforeAll(async () => { catalogue = await open(); });

  test('finds a product as it was put there', async () => {
    expect(await catalogue.find('green-tea')).toEqual(TEA);
  });

  test('finds nothing under an unknown id', async () => {
    expect(await catalogue.find('coffee')).toBeUndefined();
  });

  test('lists every product exactly once over its pages', async () => {
    const listed = await everyPage((page) => catalogue.list(page), 2);
    expect(listed.map(({ productId }) => productId).sort()).toEqual(['cup', 'green-tea', 'tea-pot']);
  });
});

describe.each([
  ['an order book in DynamoDB', () => new OrdersTable(local.db, ORDERS)],
  ['an order book in memory', () => new MemoryOrderBook()],
])('%s', (_name, open: () => OrderBook) => {
  let orders: OrderBook;
  const first = order('ann', 'a1', '2026-11-01T10:00:00.000Z');
  const second = order('ann', 'a0', '2026-11-02T10:00:00.000Z');
  const third = order('ann', 'a2', '2026-11-03T10:00:00.000Z');
  beforeAll(async () => {
    orders = open();
    for (const each of [first, second, third, order('ben', 'b1', '2026-11-02T12:00:00.000Z')]) await orders.add(each);
  });

  test('gives an order back as it was added', async () => {
    expect(await orders.find('ann', 'a1')).toEqual(first);
  });

  test('does not find an order under another customer', async () => {
    expect(await orders.find('ben', 'a1')).toBeUndefined();
  });

  test('keeps the first of two orders with one id', async () => {
    expect(await orders.add({ ...first, total: money(1) })).toEqual(first);
    expect(await orders.find('ann', 'a1')).toEqual(first);
  });

  test('keeps one of many orders that arrive at the same time', async () => {
    const rivals = [1, 2, 3, 4, 5].map((cents) => ({ ...order('eve', 'e1', '2026-11-04T10:00:00.000Z'), total: money(cents) }));
    const standing = await Promise.all(rivals.map((rival) => orders.add(rival)));
    expect(new Set(standing.map(({ total }) => total.cents)).size).toBe(1);
  });

  test('lists the orders of one customer only, newest first', async () => {
    const { entries } = await orders.list('ann', { limit: 10 });
    expect(entries).toEqual([third, second, first]);
  });

  test('lists every order exactly once over its pages', async () => {
    const listed = await everyPage((page) => orders.list('ann', page), 2);
    expect(listed.map(({ orderId }) => orderId)).toEqual(['a2', 'a0', 'a1']);
  });

  test("shows nobody else's orders to who turns pages with somebody else's key", async () => {
    const { next } = await orders.list('ann', { limit: 1 });
    const { entries } = await orders.list('ben', { limit: 10, after: next });
    expect(entries.every(({ customerId }) => customerId === 'ben')).toBe(true);
  });
});

test('a product whose price is no whole number of cents is never sold', async () => {
  const catalogue = new CatalogueTable(local.db, PRODUCTS);
  await local.db.send(new PutCommand({ TableName: PRODUCTS, Item: { productId: 'broken', title: 'Broken', priceCents: 9.99 } }));
  await expect(catalogue.find('broken')).rejects.toThrow('not an amount in whole cents: 9.99');
});

async function stock(catalogue: CatalogueTable, products: Product[]): Promise<CatalogueTable> {
  for (const { price, ...rest } of products) {
    await local.db.send(new PutCommand({ TableName: PRODUCTS, Item: { ...rest, priceCents: price.cents } }));
  }
  return catalogue;
}

function order(customerId: string, orderId: string, placedAt: string): Order {
  const line = { productId: TEA.productId, title: TEA.title, quantity: 2, unitPrice: TEA.price };
  return { customerId, orderId, placedAt, lines: [line], total: money(1498) };
}

async function everyPage<Entry>(list: (page: PageRequest) => Promise<Page<Entry>>, limit: number): Promise<Entry[]> {
  const { entries, next } = await list({ limit });
  let all = entries;
  for (let after = next; after;) {
    const page = await list({ limit, after });
    all = [...all, ...page.entries];
    after = page.next;
  }
  return all;
}
