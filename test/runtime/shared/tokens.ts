import { createHmac, generateKeyPairSync, KeyObject, sign } from 'node:crypto';

/** A key pair of an issuer, and the tokens signed with it. */
export class SigningKey {
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(public readonly kid: string) {
    ({ privateKey: this.privateKey, publicKey: this.publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 }));
  }

  /** As the issuer publishes it. */
  public get jwk(): object {
    return { ...this.publicKey.export({ format: 'jwk' }), kid: this.kid, alg: 'RS256', use: 'sig' };
  }

  public token(claims: object, header: object = {}): string {
    const signed = unsigned({ alg: 'RS256', typ: 'JWT', kid: this.kid, ...header }, claims);
    return `${signed}.${sign('sha256', Buffer.from(signed), this.privateKey).toString('base64url')}`;
  }

  /** The classic forgery: the public key, which everybody has, used as the password of a symmetric algorithm. */
  public forgedWithPublicKey(claims: object): string {
    const signed = unsigned({ alg: 'HS256', typ: 'JWT', kid: this.kid }, claims);
    const password = this.publicKey.export({ format: 'pem', type: 'spki' });
    return `${signed}.${createHmac('sha256', password).update(signed).digest('base64url')}`;
  }

  public withoutSignature(claims: object): string {
    return `${unsigned({ alg: 'none', typ: 'JWT', kid: this.kid }, claims)}.`;
  }
}

function unsigned(header: object, claims: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
