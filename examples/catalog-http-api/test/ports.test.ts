import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { LocalDynamo, PRODUCTS } from './support/local-dynamo';
import { MemoryCatalogue } from './support/memory-catalogue';
import { CUP, POT, TEA } from './support/products';
import { Catalogue, Product, Shelf } from '../handlers/catalogue/catalogue';
import { money } from '../handlers/catalogue/money';
import { ProductsTable } from '../handlers/dynamo/products-table';

/** The same laws for the table, over HTTP, and for the fake the other tests use. */
let local: LocalDynamo;
beforeAll(async () => { local = await LocalDynamo.start(); });
afterAll(() => local.stop());

describe.each([
  ['a catalogue in DynamoDB', async () => new ProductsTable(local.db, await local.anotherTable('Ports'))],
  ['a catalogue in memory', async () => new MemoryCatalogue()],
])('%s', (_name, open: () => Promise<Catalogue & Shelf>) => {
  let catalogue: Catalogue & Shelf;
  beforeAll(async () => {
    catalogue = await open();
    for (const product of [TEA, POT, CUP]) await catalogue.put(product, 1_000);
  });

  test('finds a product as it was put there', async () => {
    expect(await catalogue.find('green-tea')).toEqual(TEA);
  });

  test('finds nothing under an unknown id', async () => {
    expect(await catalogue.find('coffee')).toBeUndefined();
  });

  test('lists every product exactly once over its pages', async () => {
    expect((await everything(catalogue)).map(({ productId }) => productId).sort()).toEqual(['cup', 'green-tea', 'tea-pot']);
  });

  test('has the later of two deliveries, whichever came first', async () => {
    const dearer = { ...CUP, price: money(1310) };
    await catalogue.put(dearer, 3_000);
    await catalogue.put({ ...CUP, price: money(1) }, 2_000);
    expect(await catalogue.find('cup')).toEqual(dearer);
    expect(await everything(catalogue)).toHaveLength(3);
  });

  test('takes the same delivery twice', async () => {
    await catalogue.put(POT, 5_000);
    await catalogue.put(POT, 5_000);
    expect(await catalogue.find('tea-pot')).toEqual(POT);
  });
});

test('a product whose price is no whole number of cents is never shown', async () => {
  await local.db.send(new PutCommand({ TableName: PRODUCTS, Item: { productId: 'broken', title: 'Broken', priceCents: 9.99 } }));
  await expect(new ProductsTable(local.db, PRODUCTS).find('broken')).rejects.toThrow('not an amount in whole cents: 9.99');
});

test('a fault of the table is none of a delivery that came too late', async () => {
  await expect(new ProductsTable(local.db, 'NoSuchTable').put(TEA, 1)).rejects.toThrow('resource not found');
});

async function everything(catalogue: Catalogue): Promise<Product[]> {
  const all: Product[] = [];
  let after: string[] | undefined;
  do {
    const { entries, next } = await catalogue.list({ limit: 2, after });
    all.push(...entries);
    after = next;
  } while (after);
  return all;
}
