import { TlsPolicy } from '../../lib/security/tls-policy';

describe('a TLS policy', () => {
  test.each<[string, TlsPolicy, string, string, string | undefined]>([
    ['modern', TlsPolicy.modern(), 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', 'SecurityPolicy_TLS12_PFS_2025_EDGE', 'STRICT'],
    ['TLS 1.3 only', TlsPolicy.strictTls13(), 'SecurityPolicy_TLS13_1_3_2025_09', 'SecurityPolicy_TLS13_2025_EDGE', 'STRICT'],
    ['TLS 1.2', TlsPolicy.tls12(), 'TLS_1_2', 'TLS_1_2', undefined],
    ['legacy', TlsPolicy.legacy('payment terminals until 2027'), 'TLS_1_0', 'TLS_1_0', undefined],
  ])('that is %s has a name for each kind of endpoint', (_name, policy, regional, edge, accessMode) => {
    expect(policy._forRegion()._securityPolicy).toBe(regional);
    expect(policy._forEdge()._securityPolicy).toBe(edge);
    expect([policy._accessMode, policy._forEdge()._accessMode]).toEqual([accessMode, accessMode]);
    expect(policy._isEnhanced).toBe(accessMode !== undefined);
  });

  test('that lets TLS 1.0 in needs a reason, and keeps it', () => {
    expect(() => TlsPolicy.legacy(' ')).toThrow(/waiver-without-reason.*modern TLS/);
    expect(TlsPolicy.legacy('payment terminals until 2027')._forEdge()._waiver).toBe('payment terminals until 2027');
  });

  test('by name gets the strict access mode if it is an enhanced one', () => {
    expect(TlsPolicy.named('SecurityPolicy_TLS13_1_3_FIPS_2025_09')._accessMode).toBe('STRICT');
    expect(TlsPolicy.named('TLS_1_2')._accessMode).toBeUndefined();
  });

  test('by name is no way around the reason', () => {
    expect(() => TlsPolicy.named('TLS_1_0')).toThrow(/tls-policy-outdated.*"TLS_1_0"/);
  });

  test('by name is refused on the other kind of endpoint', () => {
    expect(() => TlsPolicy.named('SecurityPolicy_TLS13_1_3_2025_09')._forEdge()).toThrow(/tls-policy-for-other-endpoint.*an edge-optimised endpoint/);
    expect(() => TlsPolicy.named('SecurityPolicy_TLS13_2025_EDGE')._forRegion()).toThrow(/tls-policy-for-other-endpoint.*a regional endpoint/);
    expect(TlsPolicy.named('SecurityPolicy_TLS13_2025_EDGE')._forEdge()._securityPolicy).toBe('SecurityPolicy_TLS13_2025_EDGE');
  });

  test('on a private API is in the basic access mode, and the same policy otherwise', () => {
    const { _securityPolicy } = TlsPolicy.modern();
    const basic = TlsPolicy.modern()._forPrivate();
    expect([basic._securityPolicy, basic._accessMode, basic._label]).toEqual([_securityPolicy, 'BASIC', `${_securityPolicy}, basic endpoint access`]);
    expect(TlsPolicy.tls12()._forPrivate()._accessMode).toBeUndefined();
  });

  test('on a private domain is as strict as ever', () => {
    expect(TlsPolicy.modern()._forPrivateDomain()._accessMode).toBe('STRICT');
  });
});
