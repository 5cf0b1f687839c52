import { createHash, createHmac, Hash, Hmac } from 'node:crypto';

type Secret = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 for AWS's signer, straight from node:crypto: that of the SDK's clients copies what it hashes, and a signature takes a quarter longer. */
export class Sha256 {
  private readonly secret?: Secret;
  private hash: Hash | Hmac;

  constructor(secret?: Secret) {
    this.secret = secret;
    this.hash = this.fresh();
  }

  public update(data: Uint8Array): void {
    this.hash.update(data);
  }

  public digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  public reset(): void {
    this.hash = this.fresh();
  }

  private fresh(): Hash | Hmac {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(this.secret));
  }
}

function bytesOf(secret: Secret): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret) ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength) : new Uint8Array(secret);
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
