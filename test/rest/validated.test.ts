import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Caching } from '../../lib/traffic/caching';
import { Cors } from '../../lib/traffic/cors';
import { RouteCache } from '../../lib/traffic/route-cache';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const [[, RECOMMENDED]] = FLAGS;

/** What CDK's own template validation has to say, warnings included. */
function report(app: App): unknown[] {
  const { directory } = app.synth();
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports;
}

describe("CDK's own template validation, as strict as the recommended flags make it,", () => {
  const before = process.env.CDK_VALIDATION;
  beforeAll(() => { process.env.CDK_VALIDATION = 'true'; });
  afterAll(() => { process.env.CDK_VALIDATION = before; });

  let app: App;
  let stack: Stack;
  beforeEach(() => {
    app = new App(RECOMMENDED);
    stack = new Stack(app, 'Shop');
  });

  test('is on', () => {
    expect(RECOMMENDED.context).toHaveProperty(['@aws-cdk/core:validateAgainstDefaultRules'], true);
    const stage = new SecureRestApi(stack, 'Orders').stage.node.defaultChild as CfnStage;
    stage.addPropertyOverride('Colour', 'blue');
    expect(() => app.synth()).toThrow(/Colour/);
  });

  test('says nothing of a door with one Lambda route', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(stack)));
    expect(report(app)).toEqual([]);
  });

  test('says nothing of a door with routes of every kind', () => {
    const api = new SecureRestApi(stack, 'Orders', { caching: Caching.on(), cors: Cors.allow(['https://shop.example', 'https://admin.shop.example']) });
    const fn = newFunction(stack);
    api.addRoute('GET /orders/{id}', Backend.lambda(fn.currentVersion), { cache: RouteCache.on() }).addAlarms();
    api.addRoute('GET /export', Backend.lambda(fn, { streaming: true }));
    api.addRoute('ANY /legacy/{rest+}', Backend.http('https://legacy.example/{rest}'));
    api.addRoute('POST /', Backend.httpWithMapping('https://legacy.example', { responses: [{ statusCode: 200 }] }), { request: { body: { type: 'object' } } });
    api.addRoute('GET /health', Backend.mock());
    // What is left is the warning that all callers share the cached answers, which is ours.
    expect(JSON.stringify(report(app)).match(/"ruleName":"[^"]+"/g)).toEqual(['"ruleName":"Annotation::cache-shared-between-callers"']);
  });
});
