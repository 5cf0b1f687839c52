import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is asked of a service, and the answer. An answer with `__type` is an error. */
export type Operation = (input: Readonly<Record<string, unknown>>) => object;

/** A service of AWS on this machine, as far as the operations given go: JSON in, JSON out, the operation in a header. */
export class JsonService {
  public static async start(operations: Readonly<Record<string, Operation>>): Promise<JsonService> {
    const service = new JsonService(operations);
    await new Promise<void>((ready) => service.server.listen(0, '127.0.0.1', ready));
    return service;
  }

  /** In the order in which they came. */
  public readonly calls: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[] = [];

  private readonly server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1];
      const input = JSON.parse(text);
      this.calls.push({ operation, input });
      const answer = this.operations[operation](input);
      response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    });
  });

  private constructor(private readonly operations: Readonly<Record<string, Operation>>) {}

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** For a client of the SDK. */
  public get config() {
    return { endpoint: this.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 };
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((stopped) => this.server.close(() => stopped()));
  }
}
