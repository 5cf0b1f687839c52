import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Tables } from './table-server';

/** The tables in a process of their own. */
export class TableProcess {
  public static async start(): Promise<TableProcess> {
    const child = fork(join(__dirname, 'table-server.ts'), [], { execArgv: ['--import', 'tsx'] });
    const [tables]: Tables[] = await once(child, 'message');
    return new TableProcess(child, tables);
  }

  private constructor(private readonly child: ChildProcess, public readonly tables: Tables) {}

  public async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
