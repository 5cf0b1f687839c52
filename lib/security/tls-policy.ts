import { checkedReason } from '../core/reason';
import { refuse } from '../core/refuse';

interface TlsPolicyValues {
  readonly regional: string;
  readonly edge: string;
  readonly accessMode?: string;
  readonly waiver?: string;
}

/**
 * Which TLS versions and ciphers callers may use.
 *
 * API Gateway speaks TLS 1.0 to this day unless told otherwise; the policies below are its newer, named ones.
 * Changing the policy of a live API takes about 15 minutes, during which it keeps answering.
 */
export class TlsPolicy {
  /**
   * TLS 1.2 with forward secrecy or TLS 1.3, post-quantum key exchange offered, and the strict endpoint access mode:
   * a request must reach the API through the host name it was made for. Every client of the last ten years can do this.
   *
   * Going back from the strict mode makes the API unavailable for about 15 minutes, says the API Gateway developer guide.
   *
   * A private API that is called by the names of its VPC endpoints, because they have no private DNS and it has no domain, gets the basic mode
   * instead: such a request names the API in another place than the TLS handshake does, and the strict mode would refuse every one.
   */
  public static modern(): TlsPolicy {
    return new TlsPolicy({
      regional: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', edge: 'SecurityPolicy_TLS12_PFS_2025_EDGE', accessMode: 'STRICT',
    });
  }

  /** TLS 1.3 and nothing else, strict endpoint access mode. Old runtimes and appliances cannot connect. */
  public static strictTls13(): TlsPolicy {
    return new TlsPolicy({ regional: 'SecurityPolicy_TLS13_1_3_2025_09', edge: 'SecurityPolicy_TLS13_2025_EDGE', accessMode: 'STRICT' });
  }

  /**
   * The plain `TLS_1_2` policy: TLS 1.2 and 1.3, older ciphers included, no endpoint access mode.
   * Mutual TLS on a custom domain works with this one only.
   */
  public static tls12(): TlsPolicy {
    return new TlsPolicy({ regional: 'TLS_1_2', edge: 'TLS_1_2' });
  }

  /** TLS 1.0 and later: what API Gateway does when nobody decides. Say who still needs it. */
  public static legacy(reason: string): TlsPolicy {
    return new TlsPolicy({ regional: 'TLS_1_0', edge: 'TLS_1_0', waiver: checkedReason('modern TLS', reason) });
  }

  /**
   * A policy by the name API Gateway gives it, for those that have no method here: `SecurityPolicy_TLS13_1_3_FIPS_2025_09`.
   * A literal: whether it is an enhanced one, which gets the strict endpoint access mode, is read from the name.
   */
  public static named(securityPolicy: string): TlsPolicy {
    if (securityPolicy === 'TLS_1_0') refuse('tls-policy-outdated', { given: securityPolicy });
    return new TlsPolicy({
      regional: securityPolicy, edge: securityPolicy, accessMode: securityPolicy.startsWith('SecurityPolicy_') ? 'STRICT' : undefined,
    });
  }

  private constructor(private readonly values: TlsPolicyValues) {}

  /** @internal */
  public get _securityPolicy(): string {
    return this.values.regional;
  }

  /** @internal */
  public get _accessMode(): string | undefined {
    return this.values.accessMode;
  }

  /** @internal In a few words, for reports. */
  public get _label(): string {
    return this._accessMode === 'BASIC' ? `${this._securityPolicy}, basic endpoint access` : this._securityPolicy;
  }

  /** @internal Enhanced policies need an endpoint access mode and exclude mutual TLS. */
  public get _isEnhanced(): boolean {
    return this.values.accessMode !== undefined;
  }

  /** @internal */
  public get _waiver(): string | undefined {
    return this.values.waiver;
  }

  /** @internal The policy of the same strength for edge-optimised endpoints. */
  public _forEdge(): TlsPolicy {
    const { edge } = this.values;
    if (this._isEnhanced && !isForEdge(edge)) refuse('tls-policy-for-other-endpoint', { policy: edge, endpoint: 'an edge-optimised' });
    return new TlsPolicy({ ...this.values, regional: edge });
  }

  /** @internal The policy for regional endpoints. */
  public _forRegion(): TlsPolicy {
    return this.checkedFor('a regional');
  }

  /** @internal The policy for private domains. */
  public _forPrivateDomain(): TlsPolicy {
    return this.checkedFor('a private');
  }

  /** @internal The policy for private APIs, whose callers may go by the name of a VPC endpoint: the strict access mode would shut those out. */
  public _forPrivate(): TlsPolicy {
    const policy = this.checkedFor('a private');
    return this._isEnhanced ? new TlsPolicy({ ...this.values, accessMode: 'BASIC' }) : policy;
  }

  private checkedFor(endpoint: string): TlsPolicy {
    const { regional } = this.values;
    if (isForEdge(regional)) refuse('tls-policy-for-other-endpoint', { policy: regional, endpoint });
    return this;
  }
}

/** AWS: the names of enhanced policies for edge-optimised endpoints all end like this. */
function isForEdge(securityPolicy: string): boolean {
  return securityPolicy.endsWith('_EDGE');
}
