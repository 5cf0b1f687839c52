import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LambdaProcess } from './lambda-process';
import type { QueueAnswer } from '../../runtime/chat/deliverer/deliverer';
import type { Task } from '../../runtime/chat/fan-out/task';

/** As the construct has it. */
const BATCH = 2;

/** A function behind the queue. */
export type Taker = Pick<LambdaProcess, 'invoke'>;

interface Entry { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds?: number }

/** The queue of delivery tasks, as far as functions see it: each takes one task at a time. What a function does not take, ends the benchmark. */
export class TaskQueue {
  public static async start(): Promise<TaskQueue> {
    const queue = new TaskQueue();
    await new Promise<void>((ready) => queue.server.listen(0, '127.0.0.1', ready));
    return queue;
  }

  private readonly server: Server;
  private readonly events = new EventEmitter();
  private waiting: string[] = [];
  private free: Taker[] = [];
  private open = 0;
  private failure?: Error;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The functions behind the queue from now on. */
  public feed(functions: readonly Taker[]): void {
    this.free = [...functions];
  }

  /** Until every task that was put, and every task that came of it, is done. */
  public async drained(): Promise<void> {
    if (this.open > 0 && !this.failure) await once(this.events, 'settled');
    if (this.failure) throw this.failure;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { Entries }: { readonly Entries: readonly Entry[] } = JSON.parse(await text(request));
    Entries.forEach((entry) => this.put(entry));
    const Successful = Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ Successful, Failed: [] }));
  }

  private put({ MessageBody, DelaySeconds = 0 }: Entry): void {
    const task: Task = JSON.parse(MessageBody);
    if (task.kind === 'presence') return; // half a minute later, and no part of this
    this.open += 1;
    setTimeout(() => {
      this.waiting.push(MessageBody);
      this.next();
    }, DelaySeconds * 1000);
  }

  private next(): void {
    const [tasks, taker] = [this.waiting.slice(0, BATCH), this.free[0]];
    if (tasks.length === 0 || !taker) return;
    [this.waiting, this.free] = [this.waiting.slice(BATCH), this.free.slice(1)];
    void this.carryOut(tasks, taker).catch((error: Error) => this.fail(error));
    this.next();
  }

  private async carryOut(bodies: readonly string[], taker: Taker): Promise<void> {
    const Records = bodies.map((body, index) => ({ messageId: String(index), body }));
    const { batchItemFailures } = await taker.invoke<QueueAnswer>({ Records });
    if (batchItemFailures.length > 0) throw new TypeError('a task was not carried out');
    this.free.push(taker);
    this.open -= bodies.length;
    if (this.open === 0) this.events.emit('settled');
    this.next();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.events.emit('settled');
  }
}
