import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';

const RUNTIME = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { file, event } = workerData;
  require(file).handler(event).then((answer) => parentPort.postMessage(answer));
`;

/** What a function answered, and what it wrote to its log. */
export interface Invocation<Answer> {
  readonly answer: Answer;
  readonly log: string;
}

/** Runs a bundled function as Lambda does: in a Node.js of its own with nothing in its environment but what it is given. */
export async function invoke<Answer>(file: string, event: object, env: Record<string, string>): Promise<Invocation<Answer>> {
  const worker = new Worker(RUNTIME, { eval: true, workerData: { file, event }, env, stdout: true, execArgv: ['--no-warnings'] });
  const log = text(worker.stdout);
  const [answer] = await once(worker, 'message'); // rejects if the function cannot even be loaded
  await worker.terminate();
  return { answer, log: await log };
}
