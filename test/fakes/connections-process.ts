import { ChildProcess, fork, ForkOptions } from 'node:child_process';
import { join } from 'node:path';
import type { ConnectionsEndpoint, ConnectionsOptions } from './connections-endpoint';

/** What goes over IPC. */
export interface Asking { readonly id: number; readonly operation: Operation; readonly given: readonly unknown[] }
export interface Reply { readonly id: number; readonly value?: unknown; readonly fault?: string }

/** What can be asked of an endpoint in a process of its own. */
export type Operation =
  'connect' | 'disconnect' | 'slow' | 'misbehave' | 'behave' | 'throttle' | 'connected' | 'deliveries' | 'frames' | 'counts' | 'arrivals' | 'totals' | 'reset';

/** Nothing that needs this process. */
export type ProcessOptions = Omit<ConnectionsOptions, 'onFrame' | 'onClose'>;

type Endpoint = ConnectionsEndpoint;
interface Waiting { resolve(value: unknown): void; reject(error: Error): void }

/** A `ConnectionsEndpoint` in a process of its own, so that what it costs is not counted with what is measured. */
export class ConnectionsProcess {
  public static async start(options: ProcessOptions = {}): Promise<ConnectionsProcess> {
    // Node.js looks for tsx from the working directory.
    const how: ForkOptions = { execArgv: ['--import', 'tsx'], cwd: __dirname, serialization: 'advanced' };
    const child = fork(join(__dirname, 'connections-server.ts'), [JSON.stringify(options)], how);
    const started = new ConnectionsProcess(child);
    started.address = String(await started.reply(0));
    return started;
  }

  private readonly waiting = new Map<number, Waiting>();
  private address = '';
  private asked = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (reply: Reply) => this.settle(reply));
    child.on('exit', (code) => this.waiting.forEach(({ reject }) => reject(new TypeError(`the endpoint ended with ${code}`))));
  }

  /** What a callback URL is: with the stage, without a slash at the end. */
  public get url(): string {
    return this.address;
  }

  /** Do this in the other process: `ask('connect', ids)`, `ask('totals')`. */
  public ask<Name extends Operation>(operation: Name, ...given: Parameters<Endpoint[Name]>): Promise<ReturnType<Endpoint[Name]>>;
  public ask(operation: Operation, ...given: readonly unknown[]): Promise<unknown> {
    this.asked += 1;
    const reply = this.reply(this.asked);
    this.child.send({ id: this.asked, operation, given } satisfies Asking);
    return reply;
  }

  public async stop(): Promise<void> {
    const ended = new Promise((exit) => this.child.once('exit', exit));
    this.child.disconnect();
    await ended;
  }

  private reply(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private settle({ id, value, fault }: Reply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (fault === undefined) waiting?.resolve(value);
    else waiting?.reject(new TypeError(fault));
  }
}
