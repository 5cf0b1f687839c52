import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSBatchResponse } from 'aws-lambda';
import { bundledHandler } from '../bundle';
import { apiEvent, loadBalancerEvent, queueEvent } from './support/events';
import { invoke } from './support/lambda-runtime';
import { LocalDynamo, PRODUCTS } from './support/local-dynamo';
import { HttpResponse } from '../handlers/http/route';

/** What is deployed, run as it is: the bundled files, with the environment of the stack, on a DynamoDB that speaks HTTP. */
let local: LocalDynamo;
let environment: Record<string, string>;

beforeAll(async () => {
  local = await LocalDynamo.start();
  environment = {
    PRODUCTS_TABLE: PRODUCTS,
    RELEASE: 'r7',
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
});
afterAll(() => local.stop());

const fileOf = (handler: string) => join(bundledHandler(handler), 'index.js');

async function call(handler: string, event: object): Promise<unknown> {
  const { answer, log } = await invoke<HttpResponse>(fileOf(handler), event, environment);
  expect(JSON.parse(log)).toMatchObject({ level: 'INFO', status: 200 });
  return JSON.parse(answer.body);
}

test('what a supplier sends is listed, found by its id and found by its words', async () => {
  const sample = readFileSync(join(__dirname, '..', 'products.json'), 'utf8');
  const { answer } = await invoke<SQSBatchResponse>(fileOf('import-products'), queueEvent({ first: sample, second: '{}' }), environment);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'second' }] });

  const { release, products } = await call('list-products', apiEvent('GET /products')) as { release: string; products: unknown[] };
  expect([release, products.length]).toEqual(['r7', 4]);
  expect(await call('get-product', apiEvent('GET /products/{id}', { path: { id: 'cup' } }))).toMatchObject({ title: 'Cup', price: { cents: 1210 } });
  expect(await call('search-products', loadBalancerEvent('GET /search', { query: { q: 'cast+iron' } }))).toMatchObject({ products: [{ productId: 'tea-pot' }] });
});

test('a handler without its table does not start', async () => {
  const { PRODUCTS_TABLE, ...rest } = environment;
  await expect(invoke(fileOf('get-product'), apiEvent('GET /products/{id}'), rest)).rejects.toThrow('PRODUCTS_TABLE is not set');
});

test('no path of the machine that bundled is in a bundle', () => {
  expect(readFileSync(fileOf('import-products'), 'utf8')).not.toContain(join(__dirname, '..'));
});
