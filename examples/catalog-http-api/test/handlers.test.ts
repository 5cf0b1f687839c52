import { apiEvent, Ask, loadBalancerEvent } from './support/events';
import { MemoryCatalogue } from './support/memory-catalogue';
import { CUP, POT, TEA } from './support/products';
import { Product } from '../handlers/catalogue/catalogue';
import { getProduct } from '../handlers/get-product';
import { fromApi } from '../handlers/http/from-api';
import { fromLoadBalancer } from '../handlers/http/from-load-balancer';
import { HttpResponse, Route } from '../handlers/http/route';
import { listProducts } from '../handlers/list-products';
import { searchProducts } from '../handlers/search-products';

const catalogue = new MemoryCatalogue(TEA, POT, CUP);

/** Reads an answer as a caller would. */
function read({ statusCode, body }: HttpResponse): { status: number; body: Record<string, unknown> } {
  return { status: statusCode, body: JSON.parse(body) };
}

const products = async (ask?: Ask) => read(await fromApi(listProducts(catalogue, 'r7'), silent)(apiEvent('GET /products', ask)));
const product = async (id: string) => read(await fromApi(getProduct(catalogue), silent)(apiEvent('GET /products/{id}', { path: { id } })));
const found = async (ask: Ask, of = catalogue) => read(await fromLoadBalancer(searchProducts(of), silent)(loadBalancerEvent('GET /search', ask)));
const silent = () => undefined;

describe('the catalogue', () => {
  test('is listed with the release that answers', async () => {
    expect(await products()).toEqual({ status: 200, body: { release: 'r7', products: [TEA, POT, CUP] } });
  });

  test('is turned page by page with the token of the page before', async () => {
    const first = await products({ query: { limit: '2' } });
    expect(first.body.products).toEqual([TEA, POT]);
    const second = await products({ query: { limit: '2', nextToken: String(first.body.nextToken) } });
    expect(second.body).toEqual({ release: 'r7', products: [CUP] });
  });

  test.each(['0', '51', '1.5', 'all', ''])('is not listed with the limit %j', async (limit) => {
    expect(await products({ query: { limit } })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_PARAMETERS' } });
  });

  test('is not listed with a token it did not give out', async () => {
    expect(await products({ query: { nextToken: 'bm9uc2Vuc2U' } })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_PARAMETERS' } });
  });

  test('shows one product', async () => {
    expect(await product('cup')).toEqual({ status: 200, body: CUP });
  });

  test.each(['coffee', 'No/Such', ''])('has no product %j', async (id) => {
    expect(await product(id)).toMatchObject({ status: 404, body: { code: 'PRODUCT_NOT_FOUND', requestId: 'request-1' } });
  });
});

describe('search', () => {
  test.each([
    ['tea', [TEA, POT]],
    ['TEA', [TEA, POT]],
    ['tea cast', [POT]],
    ['stoneware', [CUP]],
    ['coffee', []],
  ])('finds %j in titles and descriptions', async (q, hits) => {
    expect(await found({ query: { q } })).toEqual({ status: 200, body: { products: hits } });
  });

  test.each(['tea%20pot', 'tea+pot', '%20tea++pot%20'])('reads the query as the load balancer sends it: %s', async (q) => {
    expect((await found({ query: { q } })).body).toEqual({ products: [POT] });
  });

  test.each<Record<string, string>>([{}, { q: '' }, { q: '+' }, { q: 'a'.repeat(101) }, { q: '%E4' }])('refuses %j', async (query) => {
    expect(await found({ query })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_PARAMETERS' } });
  });

  test('stops at 20 products, however many there are', async () => {
    const many = Array.from({ length: 130 }, (_each, index): Product => ({ ...TEA, productId: `tea-${index}` }));
    const { body } = await found({ query: { q: 'green' } }, new MemoryCatalogue(...many));
    expect(body.products).toEqual(many.slice(0, 20));
  });

  test('looks through every page', async () => {
    const many = Array.from({ length: 120 }, (_each, index): Product => ({ ...TEA, productId: `tea-${index}` }));
    expect((await found({ query: { q: 'pot' } }, new MemoryCatalogue(...many, POT))).body).toEqual({ products: [POT] });
  });

  test('tells of a request by the id API Gateway gave it', async () => {
    const { body } = await found({ query: {}, headers: { 'x-request-id': 'from-the-gateway' } });
    expect(body.requestId).toBe('from-the-gateway');
  });
});

describe('every answer', () => {
  const fault: Route = async () => { throw new TypeError('table is on fire'); };

  async function run(route: Route) {
    const lines: string[] = [];
    const event = apiEvent('GET /products', { query: { q: 'private' }, headers: { authorization: 'Bearer secret-token' } });
    const answer = await fromApi(route, (line) => lines.push(line))(event);
    return { answer, lines, entry: JSON.parse(lines[0] ?? '{}') };
  }

  test('is JSON that browsers do not second-guess, without CORS headers, which are the business of API Gateway', async () => {
    const { answer } = await run(async () => ({ status: 200, body: { hello: 'world' } }));
    expect(answer).toEqual({
      statusCode: 200,
      headers: { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' },
      body: '{"hello":"world"}',
    });
  });

  test('to a fault is a 500 that tells nothing of our insides', async () => {
    const { answer } = await run(fault);
    expect(answer.statusCode).toBe(500);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'INTERNAL_ERROR', requestId: 'request-1' });
    expect(answer.body).not.toContain('fire');
  });

  test('leaves one line in the log, which names a fault and no secrets', async () => {
    const { lines, entry } = await run(fault);
    expect(lines).toHaveLength(1);
    expect(entry).toMatchObject({
      level: 'ERROR', route: 'GET /products', requestId: 'request-1', status: 500, error: 'TypeError', message: 'table is on fire', durationMs: expect.any(Number),
    });
    for (const secret of ['secret-token', 'private']) expect(lines[0]).not.toContain(secret);
  });
});
