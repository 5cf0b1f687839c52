import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { QueueAnswer, QueueEvent } from '../../../../runtime/chat/deliverer/deliverer';

interface Entry { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds?: number }

/** After so many tries a message is dead: what the queue of a chat is told. */
const TRIES = 3;
/** Milliseconds until a message that was not taken comes again. */
const AGAIN_MS = 200;

/** The queue of delivery tasks: SQS as far as the functions see it, with the deliverer behind it. */
export class LocalQueue {
  static async start(): Promise<LocalQueue> {
    const queue = new LocalQueue();
    await new Promise<void>((ready) => queue.server.listen(0, '127.0.0.1', ready));
    return queue;
  }

  /** Messages that were given up. */
  readonly dead: string[] = [];
  private readonly server: Server;
  private readonly waiting = new Set<NodeJS.Timeout>();
  private readonly work = new Set<Promise<void>>();
  private deliver: (event: QueueEvent) => Promise<QueueAnswer>;

  private constructor() {
    this.deliver = async () => ({ batchItemFailures: [] });
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.endpoint}/123456789012/tasks`;
  }

  /** The function behind the queue. */
  deliverWith(deliver: (event: QueueEvent) => Promise<QueueAnswer>): void {
    this.deliver = deliver;
  }

  async stop(): Promise<void> {
    this.waiting.forEach((timer) => clearTimeout(timer));
    await Promise.all(this.work);
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.headers['x-amz-target'] !== 'AmazonSQS.SendMessageBatch') return void response.writeHead(501).end();
    const { Entries } = JSON.parse(body) as { readonly Entries: readonly Entry[] };
    Entries.forEach(({ MessageBody, DelaySeconds = 0 }) => this.later(MessageBody, DelaySeconds * 1_000, 1));
    const Successful = Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ Successful, Failed: [] }));
  }

  private later(body: string, ms: number, attempt: number): void {
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      const working = this.take(body, attempt);
      this.work.add(working);
      void working.finally(() => this.work.delete(working));
    }, ms);
    this.waiting.add(timer);
  }

  private async take(body: string, attempt: number): Promise<void> {
    const { batchItemFailures } = await this.deliver({ Records: [{ messageId: String(attempt), body }] });
    if (batchItemFailures.length === 0) return;
    if (attempt < TRIES) this.later(body, AGAIN_MS, attempt + 1);
    else this.dead.push(body);
  }
}
