import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './credentials';
import { sha256Hex, Sha256 } from './digest';

export interface SignerOptions {
  readonly region: string;
  /** Asked for every request. */
  readonly credentials: () => Credentials;
}

/** A request to a connection. */
export interface Unsigned { readonly method: 'POST' | 'DELETE'; readonly host: string; readonly path: string; readonly body: string }

export type SignedHeaders = Readonly<Record<string, string>>;

/**
 * Signs requests to connections with Signature Version 4. Ids of connections end in `=`: in the path that is `%3D`, and in what is signed
 * `%253D`, as for every service except S3.
 */
export class Signer {
  private readonly signature: SignatureV4;
  /** A frame goes to many connections, one after the other. */
  private last = { body: '', digest: sha256Hex('') };

  constructor({ region, credentials }: SignerOptions) {
    this.signature = new SignatureV4({ service: 'execute-api', region, credentials: async () => credentials(), sha256: Sha256 });
  }

  public async sign({ method, host, path, body }: Unsigned, at = new Date()): Promise<SignedHeaders> {
    const headers = { host, 'x-amz-content-sha256': this.digest(body) };
    const request = { protocol: 'https:', hostname: host, method, path, query: {}, headers, body };
    return (await this.signature.sign(request, { signingDate: at })).headers;
  }

  private digest(body: string): string {
    if (this.last.body !== body) this.last = { body, digest: sha256Hex(body) };
    return this.last.digest;
  }
}
