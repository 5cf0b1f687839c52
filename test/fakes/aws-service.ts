import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a service says instead of an answer. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface Asked { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that AWS would not understand. */
export class Violation extends Error {}

/**
 * One AWS service over real HTTP, in the protocol of its SDK client. Strict: what it does not know is answered with 501 and kept in `violations`,
 * which a test has to find empty at its end.
 */
export abstract class AwsServiceFake {
  /** In order, refused ones too. */
  public readonly asked: Asked[] = [];
  public readonly violations: string[] = [];
  private readonly refusals: Refusal[] = [];
  private readonly interludes: (() => void | Promise<void>)[] = [];
  private readonly server: Server;

  /** @param signingName of the service, as it stands in signatures. */
  protected constructor(private readonly signingName: string) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests are refused. */
  public fail(times: number, refusal: Refusal): void {
    this.refusals.push(...Array<Refusal>(times).fill(refusal));
  }

  /** What was to be refused is answered. */
  public recover(): void {
    this.refusals.length = 0;
  }

  /** Happens once the next answer is certain, and before it arrives. */
  public meanwhile(interlude: () => void | Promise<void>): void {
    this.interludes.push(interlude);
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** Which operation is asked for with what. */
  protected abstract read(request: IncomingMessage, body: string): Asked;
  protected abstract answer(asked: Asked): Answer | Refusal;
  protected abstract refusal(refusal: Refusal): Answer;

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, headers, body } = this.answered(request, await text(request));
    await this.interludes.shift()?.();
    // The clock of a test is the clock of the service: the SDK would correct its own by the date of an answer otherwise.
    response.writeHead(status, { date: new Date(Date.now()).toUTCString(), ...headers }).end(body);
  }

  private answered(request: IncomingMessage, body: string): Answer {
    try {
      this.checkSignature(request);
      const asked = this.read(request, body);
      this.asked.push(asked);
      const answer = this.refusals.shift() ?? this.answer(asked);
      return 'code' in answer ? this.refusal(answer) : answer;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violations.push(error.message);
      return { status: 501, headers: {}, body: '' };
    }
  }

  private checkSignature({ headers: { authorization = '' } }: IncomingMessage): void {
    const signed = new RegExp(`^AWS4-HMAC-SHA256 Credential=[^ ]+/${this.signingName}/aws4_request,`);
    if (!signed.test(authorization)) throw new Violation(`a request that is not signed for ${this.signingName}`);
  }
}

/** Fields that nobody may send. */
export function checkNames(input: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Violation(`unknown parameters: ${unknown.join(', ')}`);
}
