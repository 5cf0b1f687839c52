import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256';

/** Who calls, as Lambda tells it in the environment of a function. */
export interface Caller {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Roles have one. */
  readonly sessionToken?: string;
}

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Inside a VPC an answer comes at once or not at all: a security group that lets nothing through says nothing either. */
const TIMEOUT_MS = 3000;

export async function plainFetch({ method, url, headers, body }: Request): Promise<Response> {
  return fetch(url, { method, headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** Sends a request as an AWS principal: signed with Signature Version 4 for API Gateway. */
export async function signedFetch(caller: Caller, request: Request): Promise<Response> {
  return plainFetch({ ...request, headers: await signedHeaders(caller, request) });
}

async function signedHeaders({ region, ...credentials }: Caller, { method, url, headers, body }: Request): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
    body,
  });
  const { host, ...rest } = signed.headers; // fetch writes it by itself, from the same URL
  return rest;
}
