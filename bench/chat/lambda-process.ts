import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { ROOT } from '../places';
import type { Invocation, Invoked } from './clients/lambda';
import { Environment, programFile } from './programs';

/** The bundle of a handler, as it is shipped. */
export function bundleOf(handler: string): string {
  return join(ROOT, 'assets', handler, 'index.js');
}

/** One container of Lambda with a shipped bundle in it. It adds up the metrics that the function writes. */
export class LambdaProcess {
  public static start(handler: string, environment: Environment): LambdaProcess {
    return new LambdaProcess(fork(programFile('lambda'), [bundleOf(handler)], { env: environment, execArgv: [], silent: true }));
  }

  /** Of all invocations since the start, or since they were forgotten. */
  public cpuMicros = 0;
  private readonly ended: Promise<unknown>;
  private readonly counts = new Map<string, number>();

  private constructor(private readonly child: ChildProcess) {
    this.ended = Promise.all([once(child, 'exit'), ...[child.stdout, child.stderr].map((stream) => stream && finished(stream))]);
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.read(line));
    child.stderr?.pipe(process.stderr, { end: false });
  }

  public async invoke<Answer>(event: object): Promise<Answer> {
    this.child.send({ event } satisfies Invocation);
    const [{ answer, fault, cpuMicros }]: Invoked[] = await once(this.child, 'message');
    this.cpuMicros += cpuMicros;
    if (fault !== undefined) throw new TypeError(`a function failed: ${fault}`);
    return answer as Answer;
  }

  /** What the function counted under this name. Complete when it was stopped. */
  public count(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  public forget(): void {
    this.counts.clear();
    this.cpuMicros = 0;
  }

  public async stop(): Promise<void> {
    this.child.disconnect();
    await this.ended;
  }

  /** A line of the log: metrics in the embedded format, or something that went wrong. */
  private read(line: string): void {
    const fields: Record<string, unknown> = JSON.parse(line);
    if (fields.level === 'error') process.stderr.write(`${line}\n`);
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'number') this.counts.set(name, this.count(name) + value);
    }
  }
}
