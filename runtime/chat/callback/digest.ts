import { createHash, createHmac, Hash, Hmac } from 'node:crypto';

type Secret = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 for AWS's signer, straight from node:crypto: that of the SDK's clients copies what it hashes, and a signature takes a quarter longer. */
export class Sha256 {
  /** The signer looks its key up by an HMAC of the credentials, anew for each signature, and they stay the same for hours: it is worth keeping. */
  private static known?: { readonly secret: string; readonly data: Uint8Array; readonly digest: Uint8Array };

  private readonly secret?: Secret;
  private parts: Uint8Array[] = [];

  constructor(secret?: Secret) {
    this.secret = secret;
  }

  public update(data: Uint8Array): void {
    this.parts.push(data);
  }

  public digest(): Promise<Uint8Array> {
    return Promise.resolve(typeof this.secret === 'string' ? this.remembered(this.secret) : this.computed());
  }

  public reset(): void {
    this.parts = [];
  }

  private remembered(secret: string): Uint8Array {
    const data = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    const { known } = Sha256;
    if (known?.secret === secret && Buffer.compare(known.data, data) === 0) return known.digest;
    const digest = this.computed();
    Sha256.known = { secret, data, digest };
    return digest;
  }

  private computed(): Uint8Array {
    const hash: Hash | Hmac = this.secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(this.secret));
    this.parts.forEach((part) => hash.update(part));
    return hash.digest();
  }
}

function bytesOf(secret: Secret): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret) ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength) : new Uint8Array(secret);
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
