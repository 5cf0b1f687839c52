import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { bundledHandler } from '../bundle';
import { Ask, event } from './support/event';
import { invoke } from './support/lambda-runtime';
import { LocalDynamo, ORDERS, PRODUCTS } from './support/local-dynamo';

/** What is deployed, run as it is: the bundled files, with the environment of the stack, on a DynamoDB that speaks HTTP. */
let local: LocalDynamo;
let environment: Record<string, string>;

beforeAll(async () => {
  local = await LocalDynamo.start();
  environment = {
    PRODUCTS_TABLE: PRODUCTS,
    ORDERS_TABLE: ORDERS,
    RELEASE: 'r7',
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  await local.db.send(new PutCommand({ TableName: PRODUCTS, Item: { productId: 'cup', title: 'Cup', description: '', priceCents: 1210 } }));
});
afterAll(() => local.stop());

const fileOf = (handler: string) => join(bundledHandler(handler), 'index.js');

async function call(handler: string, route: string, ask: Ask = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const { answer, log } = await invoke(fileOf(handler), event(route, ask), environment);
  expect(JSON.parse(log)).toMatchObject({ route, status: answer.statusCode });
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

test('a customer browses, orders and reads the order back, and each request leaves a line in the log', async () => {
  const catalogue = await call('list-products', 'GET /products');
  expect(catalogue.body).toMatchObject({ release: 'r7', products: [{ productId: 'cup' }] });
  expect((await call('get-product', 'GET /products/{id}', { path: { id: 'cup' } })).status).toBe(200);

  const cart = { lines: [{ productId: 'cup', quantity: 2 }] };
  const placed = await call('place-order', 'POST /orders', { customer: 'ann', headers: { 'Idempotency-Key': 'tap-number-1' }, body: cart });
  expect(placed).toMatchObject({ status: 201, body: { total: { cents: 2420 } } });

  const path = { id: String(placed.body.orderId) };
  expect(await call('get-my-order', 'GET /orders/{id}', { customer: 'ann', path })).toEqual({ status: 200, body: placed.body });
  expect(await call('list-my-orders', 'GET /orders', { customer: 'ann' })).toEqual({ status: 200, body: { orders: [placed.body] } });
});

test('a handler without its table does not start', async () => {
  const { ORDERS_TABLE, ...rest } = environment;
  await expect(invoke(fileOf('get-my-order'), event('GET /orders/{id}'), rest)).rejects.toThrow('ORDERS_TABLE is not set');
});

test('the same sources give the same bytes', () => {
  const first = readFileSync(fileOf('place-order'));
  jest.resetModules();
  const again = jest.requireActual<{ bundledHandler(name: string): string }>('../bundle').bundledHandler('place-order');
  expect(readFileSync(join(again, 'index.js')).equals(first)).toBe(true);
});

test('no path of the machine that bundled is in a bundle', () => {
  expect(readFileSync(fileOf('place-order'), 'utf8')).not.toContain(join(__dirname, '..'));
});
