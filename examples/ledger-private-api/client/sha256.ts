import { createHash, createHmac, Hash, Hmac } from 'node:crypto';

/** What AWS's signer asks of a hash. */
type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 of Node.js in the shape AWS's signer wants: with a secret it is an HMAC. */
export class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: Data) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: Data): void {
    this.hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new ReferenceError('a hash of Node.js is used once');
  }
}

function bytes(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}
