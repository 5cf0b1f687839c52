import { createHash } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CHAT_ENVIRONMENT } from '../../../../lib/chat/chat-contract';
import { LIMITS } from '../support/memory-ports';

interface Entry { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds?: number }

/** A queue, connections and a function, as far as the actions see them. What they would not take fails the test through `violations`. */
export class FakeAws {
  public static async start(): Promise<FakeAws> {
    const fake = new FakeAws();
    await new Promise<void>((ready) => fake.server.listen(0, '127.0.0.1', ready));
    return fake;
  }

  public readonly tasks: { readonly task: unknown; readonly delay?: number }[] = [];
  public readonly connections: string[] = [];
  public readonly reviewed: unknown[] = [];
  public readonly violations: string[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** Of a function whose chat is here, with its table in a DynamoDB at this endpoint. */
  public environment(table: string, dynamodb: string): Record<string, string> {
    return {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ENDPOINT_URL_SQS: this.url,
      AWS_ENDPOINT_URL_LAMBDA: this.url,
      [CHAT_ENVIRONMENT.table]: table,
      [CHAT_ENVIRONMENT.tasks]: `${this.url}/111122223333/tasks`,
      [CHAT_ENVIRONMENT.callbackUrl]: `${this.url}/live`,
      [CHAT_ENVIRONMENT.limits]: JSON.stringify(LIMITS),
      [CHAT_ENVIRONMENT.presence]: 'members',
      [CHAT_ENVIRONMENT.metricsNamespace]: 'Gatehouse/Chat',
      [CHAT_ENVIRONMENT.metricsApi]: 'team-chat',
    };
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { method, url = '', headers } = request;
    if (!/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\//.test(headers.authorization ?? '')) this.violations.push(`${method} ${url} is not signed`);
    if (headers['x-amz-target'] === 'AmazonSQS.SendMessageBatch') return this.queue(JSON.parse(body) as { Entries: Entry[] }, response);
    if (url.startsWith('/live/@connections/')) {
      this.connections.push(`${method} ${decodeURIComponent(url.slice('/live/@connections/'.length))} ${body}`.trim());
      return void response.end();
    }
    if (url.endsWith('/invocations')) {
      this.reviewed.push(JSON.parse(body));
      return void response.end('{"allowed":true,"body":"***"}');
    }
    this.violations.push(`${method} ${url}`);
    return void response.writeHead(501).end();
  }

  private queue({ Entries }: { Entries: Entry[] }, response: ServerResponse): void {
    this.tasks.push(...Entries.map(({ MessageBody, DelaySeconds }) => ({ task: JSON.parse(MessageBody) as unknown, delay: DelaySeconds })));
    const Successful = Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ Successful, Failed: [] }));
  }
}
