import { Duration, Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { EdgeLog } from './edge-log';
import { refuse } from '../../core/refuse';
import { checkedTtl } from '../authorization';
import { Waf } from '../waf/waf';

/** How CloudFront stands in front of an API. Every option has a default that is right for most APIs. */
export interface EdgeProtectionOptions {
  /**
   * The certificate callers see: for the API's host name, in us-east-1, where CloudFront takes its certificates from.
   *
   * @default - the certificate of the API's own custom domain, when the stack is in us-east-1
   */
  readonly certificate?: ICertificate;

  /**
   * What the web application firewall does. It is made in the stack of the API, which must then be in us-east-1; elsewhere make it with `EdgeWaf`
   * and pass its `webAclArn`.
   *
   * @default Waf.managed()
   */
  readonly waf?: Waf;

  /**
   * A web ACL of scope CLOUDFRONT that is made elsewhere: by `EdgeWaf` in a us-east-1 stack, or by your security team. Instead of `waf`.
   *
   * @default - `waf` is made
   */
  readonly webAclArn?: string;

  /**
   * Lock the origin with mutual TLS instead of a secret header: CloudFront shows this certificate, and the API's custom domain, which must have
   * `mutualTls`, takes nobody else's. In us-east-1, from an authority that issues for this purpose only: whoever has another certificate of the
   * truststore's authorities can go around CloudFront. HTTP and REST APIs only (CloudFront: no WebSocket connections with mutual TLS to the origin).
   *
   * @default - a secret header is the lock
   */
  readonly clientCertificate?: ICertificate;

  /**
   * Where CloudFront writes down who asked for what.
   *
   * @default EdgeLog.toBucket()
   */
  readonly log?: EdgeLog;

  /**
   * From which parts of the world callers are served: fewer are cheaper and slower for the others, none is shut out.
   *
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: PriceClass;

  /**
   * The version of the secret CloudFront sends, by its id. For the rotation: CloudFormation looks a secret up again only when the reference to it
   * changes, and this changes it. docs/edge.md has the steps.
   *
   * @default - the version that is current when the distribution is made or changed
   */
  readonly secretVersion?: string;

  /**
   * How long API Gateway keeps an answer of the function that checks the secret header. A token that expires in the meantime is let in
   * that much longer. 0 to 3600 s (AWS: authorizer caching TTL). A `ttl` given to Cognito authorization goes before it.
   *
   * @default Duration.minutes(5)
   */
  readonly answerTtl?: Duration;
}

/**
 * A front for an API whose service cannot have a web ACL: CloudFront with AWS WAF, and an origin only CloudFront can reach.
 *
 * HTTP and WebSocket APIs need it, REST APIs can have it too. The API's default endpoint must be closed, because that door has no lock.
 * What CloudFront, AWS WAF and API Gateway do with all this was read in their documentation, not tried in an account.
 */
export class EdgeProtection {
  /** CloudFront with a web ACL, no caching, and a lock on the origin. */
  public static cloudFront(options: EdgeProtectionOptions = {}): EdgeProtection {
    const { waf, webAclArn, secretVersion } = options;
    if (waf && webAclArn !== undefined) refuse('edge-web-acl-given-twice', {});
    if (waf?._existingArn !== undefined) refuse('edge-waf-existing', {});
    if (webAclArn !== undefined) checkArn(webAclArn);
    if (secretVersion !== undefined) checkVersion(secretVersion);
    return new EdgeProtection(options);
  }

  /** @internal */
  public readonly _waf: Waf;
  /** @internal */
  public readonly _log: EdgeLog;
  /** @internal */
  public readonly _answerTtl: Duration;

  private constructor(private readonly options: EdgeProtectionOptions) {
    this._waf = options.waf ?? Waf.managed();
    this._log = options.log ?? EdgeLog.toBucket();
    this._answerTtl = checkedTtl(options.answerTtl ?? Duration.minutes(5));
  }

  /** @internal */
  public get _certificate(): ICertificate | undefined {
    return this.options.certificate;
  }

  /** @internal With one, no web ACL is made. */
  public get _webAclArn(): string | undefined {
    return this.options.webAclArn;
  }

  /** @internal With one, mutual TLS is the lock. */
  public get _clientCertificate(): ICertificate | undefined {
    return this.options.clientCertificate;
  }

  /** @internal */
  public get _priceClass(): PriceClass | undefined {
    return this.options.priceClass;
  }

  /** @internal */
  public get _secretVersion(): string | undefined {
    return this.options.secretVersion;
  }
}

function checkArn(arn: string): void {
  const valid = Token.isUnresolved(arn) || /^arn:[\w-]+:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/.test(arn);
  if (!valid) refuse('edge-web-acl-not-global', { given: arn });
}

/** AWS Secrets Manager, API reference: `VersionId`. */
function checkVersion(version: string): void {
  if (!Token.isUnresolved(version) && !/^[A-Za-z0-9-]{32,64}$/.test(version)) refuse('edge-secret-version-malformed', { given: version });
}
