import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whose signature counts. */
export interface Signer { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string }

/** What is wrong with the signature of a request: what AWS answers with status 403. */
export interface SignatureFault { readonly type: string; readonly message: string }

interface Authorization {
  readonly accessKeyId: string; readonly scope: string; readonly date: string; readonly signedHeaders: string; readonly signature: string;
}

const SCOPE = '(\\d{8})/[a-z0-9-]+/execute-api/aws4_request';
const SHAPE = new RegExp(`^AWS4-HMAC-SHA256 Credential=([^/, ]+)/(${SCOPE}), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$`);
const NO_TOKEN: SignatureFault = { type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
const INCOMPLETE: SignatureFault = { type: 'IncompleteSignatureException', message: 'Authorization header requires existence of a signature for execute-api.' };
const MISMATCH: SignatureFault = {
  type: 'InvalidSignatureException',
  message: 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. '
    + 'Consult the service documentation for details.',
};

/** Whether a request is signed for execute-api, by the look of it; the body does not matter for that. */
export function shapeFault({ headers }: IncomingMessage): SignatureFault | undefined {
  if (headers.authorization === undefined) return NO_TOKEN;
  const authorization = read(headers.authorization);
  if (!authorization || !/^\d{8}T\d{6}Z$/.test(String(headers['x-amz-date']))) return INCOMPLETE;
  return /(^|;)host(;|$)/.test(authorization.signedHeaders) ? undefined : INCOMPLETE;
}

/** Whether it is signed by this signer. Written from the description in the IAM user guide ("Create a signed AWS API request"), with no AWS code. */
export function signatureFault(request: IncomingMessage, body: Buffer, signer: Signer): SignatureFault | undefined {
  const fault = shapeFault(request);
  if (fault) return fault;
  const authorization = read(request.headers.authorization ?? '');
  if (authorization?.accessKeyId !== signer.accessKeyId) return MISMATCH;
  if (!authorization.scope.includes(`/${signer.region}/`)) return MISMATCH;
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], authorization.scope, sha256(canonical(request, body, authorization.signedHeaders))].join('\n');
  const key = ['date', signer.region, 'execute-api', 'aws4_request']
    .reduce<string | Buffer>((last, part) => hmac(last, part === 'date' ? authorization.date : part), `AWS4${signer.secretAccessKey}`);
  return hmac(key, text).toString('hex') === authorization.signature ? undefined : MISMATCH;
}

function read(header: string): Authorization | undefined {
  const [, accessKeyId, scope, date, signedHeaders, signature] = SHAPE.exec(header) ?? [];
  return accessKeyId === undefined ? undefined : { accessKeyId, scope, date, signedHeaders, signature };
}

/** Each segment of the path is encoded once more than it came: `=` on the wire as `%3D` is `%253D` here. */
function canonical(request: IncomingMessage, body: Buffer, signedHeaders: string): string {
  const path = (request.url ?? '').split('/').map(encoded).join('/');
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [request.method, path, '', headers.join(''), signedHeaders, sha256(body)].join('\n');
}

function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
