import { deepStrictEqual } from 'assert';
import { Emulator } from './emulator';
import { Failure } from './failure';

/** What a client sends besides method and path. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, parsed when it is JSON. */
  readonly body: unknown;
}

/** How API Gateway says no. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
}

/** A client of a deployed API, over real HTTP. */
export class Client {
  /** The URL that a stack put out, on the emulator: `https://<id>.execute-api.<region>.amazonaws.com/<stage>/`. */
  static of(url: string, { endpoint }: Emulator): Client {
    const [, apiId, stage] = /^https:\/\/([^.]+)\.execute-api\.[^/]+\/([^/]+)\/?$/.exec(url) ?? [];
    if (!apiId) throw new Failure(`not the URL of a stage: ${url}`);
    return new Client(`${endpoint}/_aws/execute-api/${apiId}/${stage}`);
  }

  private constructor(private readonly base: string) {}

  /** `send('POST /orders', { body: … })` */
  async send(route: string, { headers = {}, body }: Sent = {}): Promise<Answer> {
    const [method, path] = route.split(' ');
    const response = await fetch(this.base + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  }

  /** As `send`, insisting on the status: answers the body. */
  async expect(status: number, route: string, sent?: Sent): Promise<unknown> {
    const answer = await this.send(route, sent);
    if (answer.status !== status) throw new Failure(`${route} answered ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** As `expect`, insisting that the gateway said no, and that no handler was asked: it names the kind of refusal in a header. */
  async refused(refusal: Refusal, route: string, sent?: Sent): Promise<unknown> {
    const answer = await this.send(route, sent);
    const found = { status: answer.status, type: answer.headers.get('x-amzn-errortype') };
    deepStrictEqual(found, refusal, `the answer was ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

/** Insists on fields of an answer, whatever else it has. */
export function hasFields(body: unknown, fields: Readonly<Record<string, unknown>>): void {
  const found = typeof body === 'object' && body !== null ? body : {};
  const picked = Object.entries(found).filter(([name]) => name in fields);
  deepStrictEqual(Object.fromEntries(picked), fields, `the answer was ${JSON.stringify(body)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
