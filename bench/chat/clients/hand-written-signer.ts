import { createHash, createHmac } from 'node:crypto';
import type { SignedHeaders, Unsigned } from '../../../runtime/chat/callback/signer';

export interface HandWrittenOptions { readonly region: string; readonly accessKeyId: string; readonly secretAccessKey: string }

const SIGNED = 'host;x-amz-content-sha256;x-amz-date';

/**
 * Signature Version 4 for posts to connections, and nothing else: from its description in the IAM user guide ("Create a signed AWS API request").
 * Nobody ships it. It is the least that a signature takes, to see what AWS's signer takes more.
 */
export class HandWrittenSigner {
  private key: { readonly day: string; readonly bytes: Buffer } = { day: '', bytes: Buffer.of() };
  private last = { body: '', digest: sha256('') };

  constructor(private readonly options: HandWrittenOptions) {}

  public sign({ method, host, path, body }: Unsigned, at = new Date()): SignedHeaders {
    const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = date.slice(0, 8);
    const digest = this.digest(body);
    const canonical = `${method}\n${path.split('/').map(encodeURIComponent).join('/')}\n\n`
      + `host:${host}\nx-amz-content-sha256:${digest}\nx-amz-date:${date}\n\n${SIGNED}\n${digest}`;
    const scope = `${day}/${this.options.region}/execute-api/aws4_request`;
    const signature = hmac(this.keyOf(day), `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${this.options.accessKeyId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`;
    return { host, 'x-amz-content-sha256': digest, 'x-amz-date': date, authorization };
  }

  /** It is good for a day. */
  private keyOf(day: string): Buffer {
    const { region, secretAccessKey } = this.options;
    const parts = [day, region, 'execute-api', 'aws4_request'];
    if (this.key.day !== day) this.key = { day, bytes: parts.reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`)) };
    return this.key.bytes;
  }

  private digest(body: string): string {
    if (this.last.body !== body) this.last = { body, digest: sha256(body) };
    return this.last.digest;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
