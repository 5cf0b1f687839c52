import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What is asked of SQS and of streams, by the name of the operation. */
export type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

interface Entry { readonly Id: string; readonly MessageBody: string }

/** The action of IAM that an operation needs, where it has another name. */
const ACTIONS: Readonly<Record<string, string>> = { SendMessageBatch: 'SendMessage' };
const SERVICES: Readonly<Record<string, string>> = { DynamoDB_20120810: 'dynamodb', DynamoDBStreams_20120810: 'dynamodb', AmazonSQS: 'sqs' };

/**
 * All of AWS that functions of a chat call, on this machine: a table that is a dynalite, and whatever the test says of queues and streams. It writes
 * down who needed which permission; who it is says the id of the key that signed.
 */
export class RecordingAws {
  public static async start(dynamodb: string, answers: Answers): Promise<RecordingAws> {
    const aws = new RecordingAws(dynamodb, answers);
    await new Promise<void>((ready) => aws.server.listen(0, '127.0.0.1', ready));
    return aws;
  }

  /** Connections that are gone. */
  public readonly gone = new Set<string>();
  private readonly used = new Map<string, Set<string>>();
  private readonly server: Server;

  private constructor(private readonly dynamodb: string, private readonly answers: Answers) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What Lambda and the SDK read besides the environment of a function. */
  public environmentOf(caller: string): Record<string, string> {
    const services = ['DYNAMODB', 'DYNAMODB_STREAMS', 'SQS', 'LAMBDA'].map((service) => [`AWS_ENDPOINT_URL_${service}`, this.url]);
    return { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: caller, AWS_SECRET_ACCESS_KEY: 'key', ...Object.fromEntries(services) };
  }

  /** The permissions a function needed so far. */
  public usedBy(caller: string): string[] {
    return [...this.used.get(caller) ?? []].sort();
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [body, { method = '', url = '', headers }] = [await text(request), request];
    const caller = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'nobody';
    const [service = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
    const note = (action: string): void => void this.used.set(caller, (this.used.get(caller) ?? new Set<string>()).add(action));
    if (url.includes('/@connections/')) {
      note(`execute-api:ManageConnections ${method}`);
      return void response.writeHead(this.gone.has(decodeURIComponent(url.split('/@connections/')[1])) ? 410 : 200).end();
    }
    if (url.endsWith('/invocations')) {
      note('lambda:InvokeFunction');
      return void response.end('{"allowed":true}');
    }
    note(`${SERVICES[service]}:${ACTIONS[operation] ?? operation}`);
    if (service === 'DynamoDB_20120810') return this.pass(request, body, response);
    const input = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const answer = operation === 'SendMessageBatch' ? taken(input.Entries as Entry[]) : this.answers[operation](input);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  }

  private async pass({ headers }: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const wanted = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'].map((name) => [name, String(headers[name])]);
    const answer = await fetch(this.dynamodb, { method: 'POST', headers: Object.fromEntries(wanted), body });
    const type = { 'content-type': 'application/x-amz-json-1.0' };
    response.writeHead(answer.status, type).end(Buffer.from(await answer.arrayBuffer()));
  }
}

function taken(entries: readonly Entry[]): object {
  const md5 = (body: string): string => createHash('md5').update(body).digest('hex');
  return { Successful: entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })), Failed: [] };
}
