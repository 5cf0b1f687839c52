import { WEBSOCKET_GUARDS } from '../../../lib/core/guards';
import { SecureHttpApi } from '../../../lib/http/secure-http-api';
import { PrivateApi } from '../../../lib/private-api/private-api';
import { SecureRestApi } from '../../../lib/rest/secure-rest-api';
import { Backend } from '../../../lib/routes/backend';
import { VpcAccess } from '../../../lib/vpc/vpc-access';
import { SecureWebSocketApi } from '../../../lib/websocket/secure-websocket-api';
import { newFunction } from '../../helpers/functions';
import { newEndpoint, newVpc } from '../../helpers/vpcs';
import { catalogApi, deskApi, domain, frontedApi, ledgerApi } from '../doors';
import { stackReport } from '../synthesised';

describe('the report on a SecureHttpApi', () => {
  const { apis: [api], guards, waivers } = stackReport((stack) => catalogApi(stack));

  test('has every route, those of a document too, with who may call, what answers and the throttle of its own', () => {
    expect(api.routes.map(({ method, path, authorization, backend, throttle }) => [`${method} ${path}`.trim(), authorization, backend, throttle])).toEqual([
      ['$default', 'IAM', 'Cloud Map', { rate: 10_000, burst: 5000 }],
      ['POST /clicks', 'Lambda (request)', 'Kinesis', undefined],
      ['POST /events', 'IAM', 'EventBridge', undefined],
      ['POST /imports', 'JWT orders/write', 'SQS', undefined],
      ['GET /orders', 'IAM', 'Lambda', undefined],
      ['POST /orders', 'IAM', 'NLB', undefined],
      ['GET /partners/{id}', 'IAM', 'HTTP', undefined],
      ['GET /products', 'none', 'Lambda', { rate: 100, burst: 200 }],
      ['POST /runs', 'Lambda (request)', 'Step Functions', undefined],
      ['GET /search', 'Cognito products/read', 'ALB', { rate: 20, burst: 40 }],
    ]);
  });

  test('has the throttle of the stage and how the API is reached', () => {
    expect(api).toMatchObject({
      kind: 'HTTP',
      construct: 'Shop/Catalog',
      stages: [{ name: '$default', throttle: { rate: 1000, burst: 2000 } }],
      endpoint: { type: 'regional', defaultEndpoint: 'open', domains: [] },
    });
    expect(api.endpoint?.cloudFront).toBeUndefined();
  });

  test('has the guards of the door, and a waiver on the very route it is for', () => {
    expect([...new Set(guards.map(({ guard }) => guard))].sort()).toEqual(['accessLog', 'alarms', 'authorization', 'dashboard', 'throttle']);
    const { construct } = api.routes.find(({ path }) => path === '/products')!;
    expect(guards).toContainEqual({ guard: 'authorization', state: 'waived', detail: 'price list', construct });
    expect(waivers).toContainEqual(expect.objectContaining({ control: 'throttle', reason: 'the cluster scales' }));
  });
});

describe('the report on a SecureHttpApi behind CloudFront', () => {
  const { apis: [api], guards } = stackReport((stack) => frontedApi(stack));

  test('says what callers are asked, not that a function of ours checks where they come from', () => {
    expect(api.routes.map(({ method, path, authorization }) => [`${method} ${path}`, authorization])).toEqual([
      ['GET /orders', 'Cognito products/read (CloudFront only)'],
      ['POST /orders', 'JWT orders/write (CloudFront only)'],
      ['GET /products', 'none (CloudFront only)'],
    ]);
  });

  test('has the domain, the front with its web ACL, and a default endpoint that is closed', () => {
    expect(api.endpoint).toEqual({ type: 'regional', defaultEndpoint: 'closed', domains: ['api.shop.example'], cloudFront: { webAcl: true } });
    expect(guards).toContainEqual(expect.objectContaining({ guard: 'waf', state: 'on', construct: 'Shop/Catalog/Edge/Distribution' }));
  });
});

describe('the report on a PrivateApi', () => {
  const { apis: [api], guards } = stackReport((stack) => ledgerApi(stack));

  test('has every route with what answers, a load balancer through a VPC link among them', () => {
    expect(api.routes.map(({ method, path, authorization, backend, throttle }) => [`${method} ${path}`, authorization, backend, throttle])).toEqual([
      ['GET /balances', 'none', 'ALB', undefined],
      ['GET /entries', 'IAM', 'Lambda', { rate: 5, burst: 10 }],
      ['GET /partners/{id}', 'IAM', 'HTTP', undefined],
      ['GET /status', 'IAM', 'mock', undefined],
    ]);
  });

  test('says that it is private, through how many VPC endpoints, and its domain', () => {
    expect(api.endpoint).toEqual({ type: 'private', defaultEndpoint: 'open', vpcEndpoints: 1, domains: ['api.shop.example'] });
    expect(api.stages).toEqual([{ name: 'prod', throttle: { rate: 1000, burst: 2000 } }]);
  });

  test('counts the endpoints it is given', () => {
    const { apis: [shared] } = stackReport((stack) => {
      const endpoints = ['One', 'Two'].map((id) => newEndpoint(newVpc(stack, id)));
      new PrivateApi(stack, 'Ledger', { access: VpcAccess.throughEndpoints(endpoints) }).addRoute('GET /entries', Backend.mock());
    });
    expect(shared.endpoint?.vpcEndpoints).toBe(2);
  });

  test('has the guards of every REST API', () => {
    expect([...new Set(guards.filter(({ state }) => state === 'on').map(({ guard }) => guard))].sort()).toEqual([
      'accessLog', 'alarms', 'authorization', 'dashboard', 'executionLog', 'gatewayResponses', 'throttle', 'tls', 'tracing', 'validation', 'waf',
    ]);
  });
});

describe('the report on a SecureWebSocketApi', () => {
  const { apis: [api], guards } = stackReport((stack) => deskApi(stack));

  test('has every route with who may send, what answers, whether the sender hears of it and the throttle of its own', () => {
    expect(api.routes.map(({ path, authorization, backend, reply, throttle }) => [path, authorization, backend, reply, throttle])).toEqual([
      ['$connect', 'ticket (CloudFront only)', 'mock', expect.any(Boolean), undefined],
      ['$disconnect', 'at $connect', 'Lambda', false, undefined],
      ['notify', 'at $connect', 'HTTP', false, undefined],
      ['sendMessage', 'at $connect', 'Lambda', true, { rate: 20, burst: 40 }],
    ]);
  });

  test('has the domain, the front, and a default endpoint that is open for what backends send', () => {
    expect(api).toMatchObject({
      kind: 'WebSocket',
      construct: 'Shop/Desk',
      stages: [{ name: 'prod', throttle: { rate: 1000, burst: 2000 } }],
      endpoint: { type: 'regional', defaultEndpoint: 'open', domains: ['api.shop.example'], cloudFront: { webAcl: true } },
    });
  });

  test('has the guards of the door', () => {
    const { guards: own } = stackReport((stack) => {
      new SecureWebSocketApi(stack, 'Live').addRoute('sendMessage', Backend.mock());
    });
    expect([...new Set(own.map(({ guard, state }) => `${guard} ${state}`))].sort()).toEqual(WEBSOCKET_GUARDS.map((guard) => `${guard} on`).sort());
    expect(guards).toContainEqual(expect.objectContaining({ guard: 'authorization', state: 'on', construct: 'Shop/Desk/Default' }));
  });
});

describe('the report on a door with a domain and no front', () => {
  test.each<[string, typeof SecureHttpApi | typeof SecureRestApi]>([['HTTP', SecureHttpApi], ['REST', SecureRestApi]])('of %s APIs says that the default endpoint is closed', (kind, Door) => {
    const { apis } = stackReport((stack) => {
      new Door(stack, 'Orders', { domain: domain(stack) }).addRoute('GET /orders', Backend.lambda(newFunction(stack)));
    });
    expect(apis).toMatchObject([{ kind, endpoint: { type: 'regional', defaultEndpoint: 'closed', domains: ['api.shop.example'] } }]);
  });

  test('of WebSocket APIs says so too, because what backends send goes through the domain', () => {
    const { apis } = stackReport((stack) => {
      new SecureWebSocketApi(stack, 'Live', { domain: domain(stack) });
    });
    expect(apis).toMatchObject([{ kind: 'WebSocket', endpoint: { type: 'regional', defaultEndpoint: 'closed', domains: ['api.shop.example'] } }]);
  });
});
