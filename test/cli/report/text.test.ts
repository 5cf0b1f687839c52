import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { reportText } from '../../../cli/report/text/report-text';
import { guardOff, guardOn, guardWaived } from '../../../lib/core/guards';
import { Waiver } from '../../../lib/core/waiver';
import { catalogApi, deskApi, frontedApi, ledgerApi } from '../doors';
import { reportFor, stackIn } from '../synthesised';

const PLAIN = { columns: 100, strong: (heading: string) => heading };

describe('the report for people', () => {
  test('reads as one block per stack', () => {
    const report = reportFor((app) => {
      const stack = stackIn(app);
      stack.node.addMetadata('cdk-gatehouse:checks', ['Reviewer']);
      const api = new RestApi(stack, 'Orders', { restApiName: 'orders', cloudWatchRole: false, deployOptions: { throttlingRateLimit: 100 } });
      const method = api.root.addResource('orders').addMethod('POST', new MockIntegration(), { apiKeyRequired: true });
      guardOn(api, 'throttle', '100 requests a second');
      guardWaived(api.deploymentStage, 'waf', 'reachable from the office only');
      guardWaived(method, 'authorization', 'public price list');
      for (const on of [api, api.root]) Waiver.record(on, { control: 'custom domain', reason: 'comes with the launch', rules: ['X-1'] });
    }, {});
    const [{ template }] = report.stacks;
    expect(reportText(report, PLAIN).split('\n')).toEqual([
      'Shop  (aws://123456789012/eu-west-1)',
      '',
      'resources: 5',
      '  ApiGateway::Deployment  1  ApiGateway::Resource  1  ApiGateway::Stage  1',
      '  ApiGateway::Method      1  ApiGateway::RestApi   1',
      '',
      'routes of orders (REST API; stage prod, 100/s)',
      '  endpoint: edge-optimised',
      '  method  path     authorization  backend  API key',
      '  POST    /orders  none           mock     yes',
      '',
      'guards of orders',
      '  guard          state   how, or why not                 only on',
      '  throttle       on      100 requests a second',
      '  waf            waived  reachable from the office only',
      '  authorization  waived  public price list               POST /orders',
      '',
      'other waivers',
      '  custom domain (X-1)',
      '    comes with the launch',
      '    at Orders',
      '    at Orders/Default',
      '',
      'security findings: 0 (Reviewer)',
      `template: ${template}`,
    ]);
  });

  test('never says 0 when nothing was checked', () => {
    const text = reportText(reportFor((app) => stackIn(app)), PLAIN);
    expect(text).toContain('security findings: not checked');
    expect(text).not.toContain('findings: 0');
  });

  test('does not claim security checks that nobody says ran', () => {
    const text = reportText(reportFor((app) => stackIn(app), {}), PLAIN);
    expect(text).toContain('\nfindings: 0 (which checks ran is not recorded)');
    expect(text).not.toContain('security findings');
  });

  test('lists findings by rule, whole enough to be copied', () => {
    const rule = `Rule[${'long'.repeat(30)}]`;
    const text = reportText(reportFor((app) => stackIn(app), { [rule]: ['Shop/A', 'Shop/B'], 'rule-2': ['Nowhere'] }), PLAIN);
    expect(text).toContain(['security findings: 2', `  warning  ${rule}  ${rule} is broken`, '    A', '    B'].join('\n'));
    expect(text).toContain(['findings in no stack', '  warning  rule-2  rule-2 is broken', '    Nowhere'].join('\n'));
  });

  test.each([80, 100, 120])('keeps its tables within %i columns, and loses nothing', (columns) => {
    const reason = 'this reason is long enough to need more than one line in any of the widths that are tried here, and then some more';
    const report = reportFor((app) => {
      const stack = stackIn(app);
      const api = new RestApi(stack, 'Orders');
      api.root.resourceForPath(`/${'segment/'.repeat(20)}end`).addMethod('GET', new MockIntegration());
      guardWaived(api.deploymentStage, 'waf', reason);
    });
    const text = reportText(report, { ...PLAIN, columns });
    const tables = text.split('\n').filter((line) => line.startsWith('  '));
    expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(text).not.toContain('…');
    for (const word of reason.split(' ')) expect(text).toContain(word);
    expect(columnOf(text, 'path', 'authorization')).toBe(`/${'segment/'.repeat(20)}end`);
  });

  test('says the guards of every API by itself, and those of no API last', () => {
    const report = reportFor((app) => {
      const stack = stackIn(app);
      const door = new Construct(stack, 'OrdersAdmin');
      for (const api of [new RestApi(stack, 'Orders'), new RestApi(door, 'Default', { restApiName: 'Admin' })]) {
        api.root.addMethod('GET', new MockIntegration());
        guardOn(api.deploymentStage, 'waf', `in front of ${api.restApiName}`);
      }
      guardOn(door, 'alarms', 'in front of all');
      guardOff(new Construct(stack, 'Elsewhere'), 'alarms');
    });
    const guards = reportText(report, PLAIN).split('\n').filter((line) => line.startsWith('guards') || line.includes('in front of') || line.includes('Elsewhere'));
    expect(guards.map((line) => line.trim().replace(/\s+/g, ' '))).toEqual([
      'guards of Admin', 'alarms on in front of all', 'waf on in front of Admin',
      'guards of Orders', 'waf on in front of Orders',
      'guards', 'alarms off Elsewhere',
    ]);
  });

  test.each([80, 100, 120])('keeps what it says of every door within %i columns', (columns) => {
    for (const door of [catalogApi, frontedApi, ledgerApi, deskApi]) {
      const text = reportText(reportFor((app) => door(stackIn(app))), { ...PLAIN, columns });
      const lines = text.split('\n').filter((line) => line.startsWith('  '));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(text).not.toContain('…');
    }
  });

  test('says of a door how it is reached, and of a route what is behind it', () => {
    const text = reportText(reportFor((app) => ledgerApi(stackIn(app))), PLAIN);
    expect(text.split('\n').filter((line) => /endpoint:|^  (method|GET) /.test(line))).toEqual([
      '  endpoint: private, through 1 VPC endpoint; as api.shop.example; default endpoint open',
      '  method  path            authorization  backend  own throttle',
      '  GET     /balances       none           ALB      -',
      '  GET     /entries        IAM            Lambda   5/s, burst 10',
      '  GET     /partners/{id}  IAM            HTTP     -',
      '  GET     /status         IAM            mock     -',
    ]);
  });

  test('has no column for what no route has, such as keys and caches of an HTTP API', () => {
    const [, head] = reportText(reportFor((app) => catalogApi(stackIn(app))), PLAIN).split('endpoint: regional\n');
    expect(head.split('\n')[0]).toMatch(/^  method +path +authorization +backend +own throttle$/);
  });

  test('makes headings stand out when asked', () => {
    const text = reportText(reportFor((app) => stackIn(app)), { ...PLAIN, strong: (heading) => `<${heading}>` });
    expect(text).toContain('<Shop  (aws://123456789012/eu-west-1)>');
  });

  test('says so when there is nothing to say', () => {
    expect(reportText({ directory: 'cdk.out', stacks: [] }, PLAIN)).toBe('cdk.out holds no stacks');
  });
});

/** What stands below a word of a table's head, up to the next word, line by line. */
function columnOf(text: string, word: string, next: string): string {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.includes(` ${word} `) && line.includes(next));
  const end = lines.indexOf('', head);
  return lines.slice(head + 1, end).map((line) => line.slice(lines[head].indexOf(word), lines[head].indexOf(next)).trim()).join('');
}
