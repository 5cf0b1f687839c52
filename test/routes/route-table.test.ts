import { parseRouteKey } from '../../lib/routes/route-key';
import { RouteTable } from '../../lib/routes/route-table';

function tableOf(...routes: string[]): RouteTable {
  const table = new RouteTable();
  routes.map(parseRouteKey).forEach((key) => {
    table.check(key);
    table.enter(key);
  });
  return table;
}

describe('a route table', () => {
  test('lists its routes in the order they came', () => {
    expect(tableOf('POST /orders', 'GET /').list()).toEqual(['POST /orders', 'GET /']);
  });

  test('takes one method per path', () => {
    expect(tableOf('GET /orders', 'POST /orders', 'GET /orders/{id}', 'GET /orders/latest').list()).toHaveLength(4);
  });

  test('refuses a route it has already', () => {
    expect(() => tableOf('GET /orders', 'GET /orders')).toThrow(/route-duplicate.*"GET \/orders"/);
  });

  test.each([
    [['GET /orders/{id}', 'GET /orders/{orderId}']],
    [['GET /orders/{id}', 'DELETE /orders/{orderId}/items']],
    [['GET /{proxy+}', 'GET /{id}']],
  ])('refuses %j, which differ in the name of a parameter', (routes) => {
    expect(() => tableOf(...routes)).toThrow(/route-parameter-renamed/);
  });

  test('lets different places call their parameters what they like', () => {
    expect(tableOf('GET /orders/{id}', 'GET /products/{sku}').list()).toHaveLength(2);
  });

  test('is unchanged by a route it refused', () => {
    const table = tableOf('GET /orders/{id}');
    expect(() => table.check(parseRouteKey('GET /orders/{other}/deep'))).toThrow();
    expect(table.list()).toEqual(['GET /orders/{id}']);
  });
});
