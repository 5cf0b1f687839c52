import { Token } from 'aws-cdk-lib';
import { MTLSConfig } from 'aws-cdk-lib/aws-apigateway';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { refuse } from '../core/refuse';

/**
 * Callers of a custom domain must show a certificate.
 *
 * API Gateway checks that it was signed by an authority of the truststore and hands it to authorizers and backends. It checks no
 * revocation list: do that in a Lambda authorizer. The default endpoint asks for no certificate, so disable it (the front doors do).
 * For REST and HTTP APIs; the API Gateway developer guide knows no mutual TLS for WebSocket APIs.
 */
export class MutualTls {
  /**
   * The authorities are in a PEM file in S3: at most 1,000 certificates and 1 MB (AWS: "Certificates in truststore", "Truststore size").
   *
   * The bucket must be in the region of the API. API Gateway reads the file when the domain is created or changed and not again, so give a
   * version (and turn versioning on): with it, a new truststore is a change that a deployment carries out.
   */
  public static truststore(bucket: IBucket, key: string, version?: string): MutualTls {
    const isLiteral = !Token.isUnresolved(key);
    if (isLiteral && (key.trim() === '' || key.startsWith('/'))) refuse('truststore-key-invalid', { key });
    return new MutualTls({ bucket, key, version });
  }

  private constructor(private readonly config: MTLSConfig) {}

  /** @internal */
  public get _config(): MTLSConfig {
    return this.config;
  }
}
