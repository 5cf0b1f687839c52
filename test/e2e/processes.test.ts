import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run, serve, stopEverything, survivors } from '../../e2e/processes';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-processes-'));
const node = (script: string) => ({ command: process.execPath, args: ['-e', script], cwd: folder, env: process.env });

afterAll(() => rmSync(folder, { recursive: true }));

test('a program answers what it printed', async () => {
  await expect(run(node('console.log("out"); console.error("aside")'))).resolves.toBe('out\n');
});

test('a program that fails is told with the end of what it printed', async () => {
  await expect(run(node('console.log("out"); console.error("why"); process.exit(3)'))).rejects.toThrow(/ended with 3\nout\nwhy|ended with 3\nwhy\nout/);
});

test('a program there is not is told', async () => {
  await expect(run({ ...node(''), command: 'no-such-program' })).rejects.toThrow('cannot start no-such-program');
});

test('a program that has ended is no survivor', async () => {
  await run(node(''));
  expect(survivors()).toEqual([]);
});

// The last one, because nothing is started after it.
test('stopping ends a program and those it has started, however unwilling', async () => {
  const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);';
  const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}]); console.log("up"); ${stubborn}`;
  const log = join(folder, 'log');
  const child = serve(node(parent), log);
  while (!readFileSync(log, 'utf8').includes('up')) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(survivors()).toEqual([child.pid]);

  await stopEverything(300);
  expect(survivors()).toEqual([]);
  await expect(run(node(''))).rejects.toThrow('about to end');
}, 20_000);
