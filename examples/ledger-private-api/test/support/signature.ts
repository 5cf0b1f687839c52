import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What the caller and AWS both know. */
export interface Credentials {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const SHAPE = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/**
 * What is wrong with the signature of a request to API Gateway; nothing when it is right. Written after the description of
 * Signature Version 4 in the IAM user guide and sharing no code with the signer, so that the two can find each other's mistakes.
 */
export function signatureProblem({ method, url = '', headers }: IncomingMessage, body: string, known: Credentials): string | undefined {
  const [, credential = '', names = '', signature] = SHAPE.exec(headers.authorization ?? '') ?? [];
  if (!signature) return 'there is no signature';
  const date = String(headers['x-amz-date']);
  const scope = `${date.slice(0, 8)}/${known.region}/execute-api/aws4_request`;
  if (credential !== `${known.accessKeyId}/${scope}`) return `the credential is ${credential}`;
  if (Math.abs(Date.now() - timeOf(date)) > 300_000) return `it is of ${date}`;
  const missing = ['host', 'x-amz-date', 'x-amz-security-token', 'idempotency-key'].filter((name) => headers[name] && !names.split(';').includes(name));
  if (missing.length > 0) return `it leaves out ${missing.join()}`;

  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, ...pathAndQuery(url), signed, names, sha256(body)].join('\n');
  const expected = hmac(keyOf(known, date.slice(0, 8)), ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
  return signature === expected ? undefined : 'it is of something else';
}

function pathAndQuery(url: string): string[] {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const query = [...searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort().join('&');
  return [pathname.split('/').map(encodeURIComponent).join('/'), query];
}

function keyOf({ region, secretAccessKey }: Credentials, day: string): Buffer {
  return [region, 'execute-api', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secretAccessKey}`, day));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `20261121T080000Z` */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
