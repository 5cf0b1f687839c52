import { App, Duration, Lazy, RemovalPolicy, Size, Stack, Token } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import * as fc from 'fast-check';
import { findingMessage } from '../../../lib/core/findings';
import { Waf } from '../../../lib/security/waf/waf';
import { WafBodyInspection } from '../../../lib/security/waf/waf-body-inspection';
import { WafCountries } from '../../../lib/security/waf/waf-countries';
import { COUNTRY_CODES } from '../../../lib/security/waf/waf-country-codes';
import { WafLogging } from '../../../lib/security/waf/waf-logging';
import { WafManagedGroup } from '../../../lib/security/waf/waf-managed-group';
import { WafOptions } from '../../../lib/security/waf/waf-options';
import { WafRateLimit } from '../../../lib/security/waf/waf-rate-limit';
import { WafRule } from '../../../lib/security/waf/waf-rule';

/** The rules as the web ACL would have them, evaluated first to last. */
function rulesOf(waf: Waf): CfnWebACL.RuleProperty[] {
  const plan = waf._plan!;
  const scope = new Stack(new App(), 'Scope');
  return Stack.of(scope).resolve(plan.rules.map((rule) => rule.render({ construct: scope, scope: 'REGIONAL', mode: plan.mode })));
}

function namesOf(waf: Waf): string[] {
  return waf._plan!.rules.map(({ name }) => name);
}

function ruleNamed(name: string, waf: Waf): CfnWebACL.RuleProperty {
  return rulesOf(waf).find((rule) => rule.name === name)!;
}

function custom(overrides: Partial<CfnWebACL.RuleProperty> = {}): CfnWebACL.RuleProperty {
  return {
    name: 'NoTeapots',
    priority: 700,
    action: { block: {} },
    statement: { labelMatchStatement: { scope: 'LABEL', key: 'teapot' } },
    visibilityConfig: { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: 'NoTeapots' },
    ...overrides,
  };
}

function tokenNumber(): number {
  return Token.asNumber({ Ref: 'Number' });
}

function tokenString(): string {
  return Token.asString({ Ref: 'Text' });
}

describe('the managed web ACL', () => {
  test('limits the rate and has the three groups for APIs, cheapest first', () => {
    expect(namesOf(Waf.managed())).toEqual(['RateLimit', 'IpReputation', 'KnownBadInputs', 'Common']);
  });

  test('says in a few words what it is', () => {
    expect(Waf.managed()._summary).toBe('managed, 4 rules, 927 WCU');
  });

  test('counts long bodies and missing user agents instead of blocking honest API clients', () => {
    expect(ruleNamed('Common', Waf.managed()).statement).toEqual({
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: 'AWSManagedRulesCommonRuleSet',
        ruleActionOverrides: [
          { name: 'SizeRestrictions_BODY', actionToUse: { count: {} } },
          { name: 'NoUserAgent_HEADER', actionToUse: { count: {} } },
        ],
      },
    });
  });

  test('softens no rule of the other groups', () => {
    for (const name of ['IpReputation', 'KnownBadInputs']) {
      expect(ruleNamed(name, Waf.managed()).statement).not.toHaveProperty('managedRuleGroupStatement.ruleActionOverrides');
    }
  });

  test('blocks an address that makes more than 2000 requests in five minutes', () => {
    expect(ruleNamed('RateLimit', Waf.managed())).toMatchObject({
      action: { block: {} },
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000, evaluationWindowSec: 300 } },
    });
  });

  test('lets managed groups do what their vendor meant them to', () => {
    expect(ruleNamed('Common', Waf.managed()).overrideAction).toEqual({ none: {} });
  });

  test('evaluates every kind of rule in the documented order', () => {
    const waf = Waf.managed({
      blockedIps: ['192.0.2.0/24'],
      trustedIps: ['198.51.100.7'],
      allowedIps: ['203.0.113.0/24'],
      countries: WafCountries.only('DE'),
      bodyInspection: WafBodyInspection.wholeBody(Size.kibibytes(16)),
      additionalGroups: [WafManagedGroup.sqlInjection()],
    });
    expect(waf._plan!.rules.map(({ name, priority }) => [name, priority])).toEqual([
      ['BlockedIps', 100], ['TrustedIps', 200], ['AllowedIps', 300], ['Countries', 400], ['RateLimit', 500], ['BodySize', 600],
      ['IpReputation', 1000], ['KnownBadInputs', 1100], ['Common', 1200], ['SqlInjection', 1300],
    ]);
  });

  test('takes the groups it is given instead of ours', () => {
    expect(namesOf(Waf.managed({ groups: [WafManagedGroup.linux(), WafManagedGroup.posix()], rateLimit: WafRateLimit.off() })))
      .toEqual(['Linux', 'Posix']);
  });

  test('can do without any rule', () => {
    expect(Waf.managed({ groups: [], rateLimit: WafRateLimit.off() })._summary).toBe('managed, 0 rules, 0 WCU');
  });
});

describe('a trial', () => {
  const everything: WafOptions = {
    blockedIps: ['192.0.2.0/24'],
    trustedIps: ['198.51.100.7'],
    allowedIps: ['203.0.113.0/24'],
    countries: WafCountries.except('KP'),
    bodyInspection: WafBodyInspection.wholeBody(Size.kibibytes(32)),
    rules: [
      WafRule.of(custom()),
      WafRule.of(custom({ name: 'Group', priority: 701, action: undefined, overrideAction: { none: {} } })),
      WafRule.of(custom({ name: 'Opaque', priority: 702, action: Lazy.any({ produce: () => ({ block: {} }) }) })),
      WafRule.of(custom({ name: 'Partner', priority: 703, action: { allow: {} } })),
    ],
  };

  test('blocks nothing, whatever the options', () => {
    for (const rule of rulesOf(Waf.trial(everything))) {
      expect(rule.action ?? rule.overrideAction).toEqual(rule.name === 'TrustedIps' || rule.name === 'Partner' ? { allow: {} } : { count: {} });
    }
  });

  test('has the rules, the order and the capacity of the real thing', () => {
    expect(namesOf(Waf.trial(everything))).toEqual(namesOf(Waf.managed(everything)));
    expect(Waf.trial(everything)._plan!.capacity).toBe(Waf.managed(everything)._plan!.capacity);
  });

  test('tells the report that it protects nothing', () => {
    expect(Waf.trial()._summary).toBe('counting only, blocks nothing, 4 rules, 927 WCU');
  });
});

describe('address lists', () => {
  test('block what is on blockedIps', () => {
    expect(ruleNamed('BlockedIps', Waf.managed({ blockedIps: ['192.0.2.0/24'] }))).toMatchObject({
      action: { block: {} },
      statement: { ipSetReferenceStatement: { arn: expect.anything() } },
    });
  });

  test('match an address of either version when a list has both', () => {
    const rule = ruleNamed('BlockedIps', Waf.managed({ blockedIps: ['192.0.2.0/24', '2001:db8::/32'] }));
    expect(rule.statement).toEqual({
      orStatement: {
        statements: [
          { ipSetReferenceStatement: { arn: expect.anything() } },
          { ipSetReferenceStatement: { arn: expect.anything() } },
        ],
      },
    });
  });

  test('keep out everybody who is not on allowedIps, and let nobody past the later rules', () => {
    expect(ruleNamed('AllowedIps', Waf.managed({ allowedIps: ['203.0.113.0/24'] }))).toMatchObject({
      action: { block: {} },
      statement: { notStatement: { statement: { ipSetReferenceStatement: { arn: expect.anything() } } } },
    });
  });

  test('let trustedIps past every later rule', () => {
    expect(ruleNamed('TrustedIps', Waf.managed({ trustedIps: ['198.51.100.7'] })).action).toEqual({ allow: {} });
  });

  test('make no rule when they are empty', () => {
    expect(namesOf(Waf.managed({ blockedIps: [], trustedIps: [] }))).toEqual(namesOf(Waf.managed()));
  });

  test.each(['300.1.1.1/8', '10.0.0.0/33', '10.0.0.0/0', '::/0', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8/8', '2001:db8::/129', 'fe80::1%eth0/64', 'example.com', ''])(
    'refuse %p', (given) => {
      expect(() => Waf.managed({ blockedIps: [given] })).toThrow(findingMessage('waf-ip-range-malformed', { list: 'blockedIps', given }));
    });

  test('refuse an allow list without anybody on it', () => {
    expect(() => Waf.managed({ allowedIps: [] })).toThrow(findingMessage('waf-allowed-ips-empty', {}));
  });

  test.each(['allowedIps', 'trustedIps'])('refuse a range that is both blocked and in %s', (list) => {
    expect(() => Waf.managed({ blockedIps: ['192.0.2.7'], [list]: ['192.0.2.7/32'] }))
      .toThrow(findingMessage('waf-ip-range-contradicted', { given: '192.0.2.7/32', list }));
  });

  test('refuse more ranges than an IP set takes', () => {
    const ranges = Array.from({ length: 10_001 }, (_, index) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`);
    expect(() => Waf.managed({ blockedIps: ranges })).toThrow(findingMessage('waf-ip-list-too-long', { list: 'blockedIps', given: 10_001 }));
    expect(() => Waf.managed({ blockedIps: ranges.slice(1) })).not.toThrow();
  });

  test('take tokens as IPv4', () => {
    expect(ruleNamed('BlockedIps', Waf.managed({ blockedIps: [tokenString()] })).statement).toHaveProperty('ipSetReferenceStatement');
  });

  test('take every IPv4 and IPv6 range but the whole internet', () => {
    const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 }));
    const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 1, max: 128 }));
    fc.assert(fc.property(fc.oneof(v4, v6), ([address, bits]) => {
      expect(() => Waf.managed({ trustedIps: [`${address}/${bits}`] })).not.toThrow();
    }));
  });
});

describe('a country filter', () => {
  test('that allows some blocks everybody else, unplaceable addresses included', () => {
    expect(ruleNamed('Countries', Waf.managed({ countries: WafCountries.only('DE', 'AT', 'DE') }))).toMatchObject({
      action: { block: {} },
      statement: { notStatement: { statement: { geoMatchStatement: { countryCodes: ['DE', 'AT'] } } } },
    });
  });

  test('that excepts some blocks those', () => {
    expect(ruleNamed('Countries', Waf.managed({ countries: WafCountries.except('KP') })).statement)
      .toEqual({ geoMatchStatement: { countryCodes: ['KP'] } });
  });

  test.each(['de', 'UK', 'DEU', ''])('with the country %p is refused', (given) => {
    expect(() => WafCountries.only(given)).toThrow(findingMessage('waf-country-unknown', { given }));
  });

  test('without a country is refused', () => {
    expect(() => WafCountries.only()).toThrow(findingMessage('waf-countries-empty', {}));
    expect(() => WafCountries.except()).toThrow(findingMessage('waf-countries-empty', {}));
  });

  test('takes a token, and a list that is one', () => {
    expect(() => WafCountries.only(tokenString())).not.toThrow();
    expect(() => WafCountries.except(...Token.asList({ Ref: 'Countries' }))).not.toThrow();
  });

  test('knows the 250 countries AWS WAF knows', () => {
    expect(COUNTRY_CODES.size).toBe(250);
  });
});

describe('a rate limit', () => {
  test.each([9, 0, -1, 10.5, 2_000_000_001, NaN])('of %p requests is refused', (given) => {
    expect(() => WafRateLimit.perIp(given)).toThrow(findingMessage('waf-rate-limit-out-of-range', { given }));
  });

  test.each([10, 2_000_000_000])('of %p requests is accepted', (requests) => {
    expect(() => WafRateLimit.perIp(requests)).not.toThrow();
  });

  test.each([0, 30, 90, 3600])('over %p s is refused', (given) => {
    expect(() => WafRateLimit.perIp(100, { window: Duration.seconds(given) })).toThrow(findingMessage('waf-rate-window-invalid', { given }));
  });

  test('over half a second is refused by us and not by a conversion', () => {
    expect(() => WafRateLimit.perIp(100, { window: Duration.millis(500) })).toThrow(findingMessage('waf-rate-window-invalid', { given: 0.5 }));
  });

  test.each([1, 2, 5, 10])('over %p minutes is accepted', (minutes) => {
    const rateLimit = WafRateLimit.perIp(100, { window: Duration.minutes(minutes) });
    expect(ruleNamed('RateLimit', Waf.managed({ rateLimit })).statement).toHaveProperty('rateBasedStatement.evaluationWindowSec', minutes * 60);
  });

  test('that is off makes no rule', () => {
    expect(namesOf(Waf.managed({ rateLimit: WafRateLimit.off() }))).not.toContain('RateLimit');
  });

  test('takes tokens', () => {
    expect(() => WafRateLimit.perIp(tokenNumber(), { window: Duration.seconds(tokenNumber()) })).not.toThrow();
  });
});

describe('body inspection', () => {
  test('of 16 KiB is the default, lets longer bodies pass, and is written down', () => {
    const plan = Waf.managed()._plan!;
    expect(plan.bodyInspection._associationConfig('REGIONAL')).toEqual({ requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_16' } } });
    expect(plan.bodyInspection._associationConfig('CLOUDFRONT')).toEqual({ requestBody: { CLOUDFRONT: { defaultSizeInspectionLimit: 'KB_16' } } });
    expect(namesOf(Waf.managed())).not.toContain('BodySize');
  });

  test('of whole bodies blocks every body that is too long to be read', () => {
    const waf = Waf.managed({ bodyInspection: WafBodyInspection.wholeBody(Size.kibibytes(64)) });
    expect(ruleNamed('BodySize', waf)).toMatchObject({
      action: { block: {} },
      statement: {
        sizeConstraintStatement: {
          comparisonOperator: 'GT', size: 65536, fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
        },
      },
    });
  });

  test.each([0, 8, 17, 128])('of %p KiB is refused', (given) => {
    const message = findingMessage('waf-body-inspection-invalid', { given });
    expect(() => WafBodyInspection.firstPart(Size.kibibytes(given))).toThrow(message);
    expect(() => WafBodyInspection.wholeBody(Size.kibibytes(given))).toThrow(message);
  });
});

describe('a managed group', () => {
  test('enforces a rule that counts by default when it is told to', () => {
    const group = WafManagedGroup.common().enforcing('SizeRestrictions_BODY');
    expect(ruleNamed('Common', Waf.managed({ groups: [group] })).statement).toHaveProperty('managedRuleGroupStatement.ruleActionOverrides', [
      { name: 'NoUserAgent_HEADER', actionToUse: { count: {} } },
    ]);
  });

  test('counts each rule it is told to count once, and leaves the group it came from alone', () => {
    const before = WafManagedGroup.sqlInjection();
    const after = before.counting('SQLi_BODY').counting('SQLi_BODY');
    expect(ruleNamed('SqlInjection', Waf.managed({ groups: [after] })).statement)
      .toHaveProperty('managedRuleGroupStatement.ruleActionOverrides', [{ name: 'SQLi_BODY', actionToUse: { count: {} } }]);
    expect(ruleNamed('SqlInjection', Waf.managed({ groups: [before] })).statement)
      .not.toHaveProperty('managedRuleGroupStatement.ruleActionOverrides');
  });

  test('can be pinned to a version', () => {
    expect(ruleNamed('Linux', Waf.managed({ groups: [WafManagedGroup.linux().atVersion('Version_2.0')] })).statement)
      .toHaveProperty('managedRuleGroupStatement.version', 'Version_2.0');
  });

  test('of any vendor goes in with its settings, under a name AWS WAF takes', () => {
    const group = WafManagedGroup.of({
      vendor: 'Cyber Guards Inc.',
      name: 'ApiShield',
      capacity: 300,
      configs: [{ loginPath: '/login' }],
    });
    expect(ruleNamed('CyberGuardsInc-ApiShield', Waf.managed({ groups: [group] }))).toMatchObject({
      statement: { managedRuleGroupStatement: { vendorName: 'Cyber Guards Inc.', name: 'ApiShield', managedRuleGroupConfigs: [{ loginPath: '/login' }] } },
    });
  });

  test.each([0, -5, 2.5])('with a capacity of %p is refused', (given) => {
    expect(() => WafManagedGroup.of({ name: 'X', capacity: given })).toThrow(findingMessage('waf-capacity-invalid', { name: 'X', given }));
  });

  test('goes in once', () => {
    expect(() => Waf.managed({ additionalGroups: [WafManagedGroup.common()] })).toThrow(findingMessage('waf-rule-name-clash', { given: 'Common' }));
  });

  test.each([
    ['common', 'AWSManagedRulesCommonRuleSet', 700],
    ['knownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet', 200],
    ['ipReputation', 'AWSManagedRulesAmazonIpReputationList', 25],
    ['anonymousIp', 'AWSManagedRulesAnonymousIpList', 50],
    ['sqlInjection', 'AWSManagedRulesSQLiRuleSet', 200],
    ['linux', 'AWSManagedRulesLinuxRuleSet', 200],
    ['posix', 'AWSManagedRulesUnixRuleSet', 100],
    ['adminProtection', 'AWSManagedRulesAdminProtectionRuleSet', 100],
  ] as const)('%s is %s with the capacity AWS publishes', (factory, name, capacity) => {
    const waf = Waf.managed({ groups: [WafManagedGroup[factory]()], rateLimit: WafRateLimit.off() });
    expect(rulesOf(waf)[0].statement).toHaveProperty('managedRuleGroupStatement.name', name);
    expect(waf._plan!.capacity).toBe(capacity);
  });
});

describe('a rule of the user', () => {
  test('stands where its priority says', () => {
    expect(namesOf(Waf.managed({ rules: [WafRule.of(custom())] }))).toEqual(['RateLimit', 'NoTeapots', 'IpReputation', 'KnownBadInputs', 'Common']);
  });

  test('goes in as it is', () => {
    expect(ruleNamed('NoTeapots', Waf.managed({ rules: [WafRule.of(custom())] }))).toEqual(custom());
  });

  test('with the priority of one of ours is refused, and a free one is named', () => {
    expect(() => Waf.managed({ rules: [WafRule.of(custom({ priority: 500 })), WafRule.of(custom({ name: 'Other', priority: 501 }))] }))
      .toThrow(findingMessage('waf-priority-clash', { first: 'RateLimit', second: 'NoTeapots', given: 500, free: 502 }));
  });

  test('with the priority of another one is refused', () => {
    expect(() => Waf.managed({ rules: [WafRule.of(custom()), WafRule.of(custom({ name: 'Other' }))] }))
      .toThrow(findingMessage('waf-priority-clash', { first: 'NoTeapots', second: 'Other', given: 700, free: 701 }));
  });

  test('may have the priority of one of ours that is not there', () => {
    expect(() => Waf.managed({ rateLimit: WafRateLimit.off(), rules: [WafRule.of(custom({ priority: 500 }))] })).not.toThrow();
  });

  test('with the name of one of ours is refused', () => {
    expect(() => Waf.managed({ rules: [WafRule.of(custom({ name: 'RateLimit' }))] }))
      .toThrow(findingMessage('waf-rule-name-clash', { given: 'RateLimit' }));
  });

  test.each([-1, 1.5])('with the priority %p is refused', (given) => {
    expect(() => WafRule.of(custom({ priority: given }))).toThrow(findingMessage('waf-priority-invalid', { name: 'NoTeapots', given }));
  });

  test.each(['', 'no teapots', 'x'.repeat(129)])('named %p is refused', (given) => {
    expect(() => WafRule.of(custom({ name: given }))).toThrow(findingMessage('waf-rule-name-invalid', { given }));
  });

  test('without an action is refused, and so is one with two', () => {
    expect(() => WafRule.of(custom({ action: undefined })))
      .toThrow(findingMessage('waf-rule-action-invalid', { name: 'NoTeapots', given: 'neither action nor overrideAction' }));
    expect(() => WafRule.of(custom({ overrideAction: { none: {} } })))
      .toThrow(findingMessage('waf-rule-action-invalid', { name: 'NoTeapots', given: 'both action and overrideAction' }));
  });

  test('without a statement is refused, and so is one with two', () => {
    expect(() => WafRule.of(custom({ statement: {} })))
      .toThrow(findingMessage('waf-rule-statement-invalid', { name: 'NoTeapots', given: 'none' }));
    expect(() => WafRule.of(custom({ statement: { geoMatchStatement: { countryCodes: ['KP'] }, asnMatchStatement: { asnList: [64496] } } })))
      .toThrow(findingMessage('waf-rule-statement-invalid', { name: 'NoTeapots', given: 'geoMatchStatement and asnMatchStatement' }));
  });

  test('with a capacity below one is refused', () => {
    expect(() => WafRule.of(custom(), { capacity: 0 })).toThrow(findingMessage('waf-capacity-invalid', { name: 'NoTeapots', given: 0 }));
  });

  test('takes tokens wherever a value can be one', () => {
    const rule = custom({ name: tokenString(), priority: tokenNumber(), statement: Lazy.any({ produce: () => ({}) }) });
    expect(() => Waf.managed({ rules: [WafRule.of(rule, { capacity: tokenNumber() }), WafRule.of({ ...rule })] })).not.toThrow();
  });
});

describe('the capacity budget', () => {
  test('adds up what every rule needs', () => {
    const waf = Waf.managed({
      blockedIps: ['192.0.2.0/24', '2001:db8::/32'],
      countries: WafCountries.only('DE'),
      bodyInspection: WafBodyInspection.wholeBody(Size.kibibytes(16)),
      rules: [WafRule.of(custom(), { capacity: 40 })],
    });
    expect(waf._plan!.capacity).toBe(927 + 2 + 1 + 1 + 40);
  });

  test('is a lower bound when a rule did not declare its capacity, and says so', () => {
    expect(Waf.managed({ rules: [WafRule.of(custom())] })._summary).toBe('managed, 5 rules, at least 927 WCU');
    expect(Waf.managed({ rules: [WafRule.of(custom(), { capacity: tokenNumber() })] })._summary).toBe('managed, 5 rules, at least 927 WCU');
  });

  test('of 5000 is accepted and one more is refused', () => {
    const withCapacity = (capacity: number) => Waf.managed({ rules: [WafRule.of(custom(), { capacity: capacity - 927 })] });
    expect(() => withCapacity(5000)).not.toThrow();
    expect(() => withCapacity(5001)).toThrow(findingMessage('waf-capacity-exceeded', { given: 5001 }));
  });
});

describe('logging', () => {
  test.each([
    'arn:aws:s3:::central-logs',
    'arn:aws:s3:::central/aws-waf-logs-orders',
    'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/waf',
    'arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-central:*',
    'aws-waf-logs-central',
    '',
  ])('to %p is refused', (given) => {
    expect(() => WafLogging.toDestination(given)).toThrow(findingMessage('waf-log-destination-invalid', { given }));
  });

  test.each([
    'arn:aws:s3:::aws-waf-logs-central',
    'arn:aws-cn:firehose:cn-north-1:111122223333:deliverystream/aws-waf-logs-central',
    'arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:aws-waf-logs-central',
    tokenString(),
  ])('to %p is accepted', (arn) => {
    expect(() => WafLogging.toDestination(arn)).not.toThrow();
  });

  test('hides secrets by default, and more headers on request, each once', () => {
    const secrets = ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'];
    expect(WafLogging.toLogGroup()._secretHeaders).toEqual(secrets);
    expect(WafLogging.toLogGroup({ additionalRedactedHeaders: ['X-Partner-Token', 'Cookie'] })._secretHeaders).toEqual([...secrets, 'x-partner-token']);
    expect(WafLogging.none('samples are enough here')._secretHeaders).toEqual(secrets);
  });

  test.each(['', 'x y', 'x:', 'x'.repeat(65)])('that hides the header %p is refused', (given) => {
    expect(() => WafLogging.toLogGroup({ additionalRedactedHeaders: [given] })).toThrow(findingMessage('waf-redacted-header-invalid', { given }));
  });

  test('that hides a header known only at deployment is accepted', () => {
    const header = tokenString();
    expect(WafLogging.toLogGroup({ additionalRedactedHeaders: [header], removalPolicy: RemovalPolicy.DESTROY })._secretHeaders).toContain(header);
  });

  test('is not given up without a reason', () => {
    expect(() => WafLogging.none(' ')).toThrow(findingMessage('waiver-without-reason', { control: 'WAF logging', reason: ' ' }));
  });
});

describe('an existing web ACL', () => {
  test.each([
    '',
    'arn:aws:wafv2:us-east-1:111122223333:global/webacl/central/0a1b',
    'arn:aws:waf-regional:eu-west-1:111122223333:webacl/0a1b',
    'arn:aws:wafv2:eu-west-1:111122223333:regional/rulegroup/central/0a1b',
  ])('with the ARN %p is refused', (given) => {
    expect(() => Waf.existing(given)).toThrow(findingMessage('waf-web-acl-not-regional', { given }));
  });

  test.each(['arn:aws-cn:wafv2:cn-north-1:111122223333:regional/webacl/central/0a1b', tokenString()])('with the ARN %p is accepted', (arn) => {
    expect(Waf.existing(arn)._existingArn).toBe(arn);
  });
});

test('a Waf is not turned off without a reason', () => {
  expect(() => Waf.none('')).toThrow(findingMessage('waiver-without-reason', { control: 'WAF', reason: '' }));
});

test('whatever is combined, no two rules share a priority or a name, and they are in order', () => {
  const groups = ['common', 'knownBadInputs', 'ipReputation', 'anonymousIp', 'sqlInjection', 'linux', 'posix'] as const;
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const options: fc.Arbitrary<WafOptions> = fc.record({
    blockedIps: some(fc.constant(['192.0.2.0/24', '2001:db8:1::/48'])),
    trustedIps: some(fc.constant(['198.51.100.7'])),
    allowedIps: some(fc.constant(['2001:db8:2::/48'])),
    countries: some(fc.constantFrom(WafCountries.only('DE'), WafCountries.except('KP'))),
    rateLimit: some(fc.constantFrom(WafRateLimit.off(), WafRateLimit.perIp(10))),
    bodyInspection: some(fc.constantFrom(WafBodyInspection.firstPart(Size.kibibytes(48)), WafBodyInspection.wholeBody(Size.kibibytes(48)))),
    groups: fc.subarray([...groups]).map((names) => names.map((name) => WafManagedGroup[name]())),
    additionalGroups: fc.constant([WafManagedGroup.adminProtection()]),
    rules: fc.uniqueArray(fc.integer({ min: 601, max: 999 })).map((priorities) => priorities.map((priority) => WafRule.of(custom({ name: `R${priority}`, priority })))),
  });
  fc.assert(fc.property(options, (given) => {
    const rules = rulesOf(Waf.managed(given));
    const priorities = rules.map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(rules.length);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(priorities).toEqual([...priorities].sort((one, other) => one - other));
  }), { numRuns: 60 });
});
