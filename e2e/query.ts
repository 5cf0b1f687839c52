import { CREDENTIALS, Emulator, REGION } from './emulator';
import { Failure } from './failure';

/**
 * Asks a service of the emulator that speaks the query protocol, such as SQS and Elastic Load Balancing, without its SDK. Answers the XML.
 * The emulator reads from the signature who asks and whom, and does not check it.
 */
export async function query({ endpoint }: Emulator, service: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(endpoint, { method: 'POST', headers: signed(service), body: new URLSearchParams({ ...parameters }) });
  const answer = await response.text();
  if (!response.ok) throw new Failure(`${service} answered ${response.status}: ${answer}`);
  return answer;
}

/** The header that says who asks which service. */
export function signed(service: string): { readonly authorization: string } {
  const credential = `${CREDENTIALS.accessKeyId}/20261121/${REGION}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none` };
}
