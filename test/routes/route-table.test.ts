import { parseRouteKey } from '../../lib/core/route-key';
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
  test('takes one method per path', () => {
    expect(() => tableOf('GET /orders', 'POST /orders', 'ANY /orders', 'GET /orders/{id}', 'GET /orders/latest')).not.toThrow();
  });

  test.each(['GET /', 'GET /orders', 'ANY /{proxy+}'])('refuses "%s" a second time', (route) => {
    expect(() => tableOf(route, 'POST /other', route)).toThrow(/route-duplicate/);
  });

  test.each([
    [['GET /orders/{id}', 'GET /orders/{orderId}']],
    [['GET /orders/{id}', 'DELETE /orders/{orderId}/items']],
    [['GET /{proxy+}', 'GET /{id}']],
  ])('refuses %j, which differ in the name of a parameter', (routes) => {
    expect(() => tableOf(...routes)).toThrow(/route-parameter-renamed/);
  });

  test('lets different places call their parameters what they like', () => {
    expect(() => tableOf('GET /orders/{id}', 'GET /products/{sku}')).not.toThrow();
  });

  test('is unchanged by a route it refused', () => {
    const table = tableOf('GET /orders/{id}');
    const refused = parseRouteKey('GET /orders/{other}/deep');
    expect(() => table.check(refused)).toThrow(/route-parameter-renamed/);
    expect(() => table.check(refused)).toThrow(/route-parameter-renamed/);
    expect(() => table.check(parseRouteKey('GET /orders/{id}/deep'))).not.toThrow();
  });
});
