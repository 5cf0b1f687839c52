import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import type { AddressInfo } from 'net';
import { connect, createServer } from 'net';
import { constants } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { explain, Failure } from './failure';
import { killEverything, lastLines, run, serve, stopEverything } from './processes';
import { ROOT, Workspace } from './workspace';

/**
 * `tsx e2e/dynamodb-local.ts`: the tests of the chat's functions on AWS's own DynamoDB Local instead of dynalite. It is fetched from Maven Central
 * into .cache/ once, and needs Java 17 and Maven; without them nothing is tested, which is said and is no failure.
 * It listens on every interface of the machine while it runs, with an empty database in memory: it has no option for less.
 */

const VERSION = '2.6.1';
const LIBRARIES = join(ROOT, '.cache', `dynamodb-local-${VERSION}`);
const COMPLETE = join(LIBRARIES, 'complete');
const MAIN = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
const READY_WITHIN_MS = 60_000;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>dynamodb-local</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>${VERSION}</version></dependency>
  </dependencies>
</project>
`;

async function main(workspace: Workspace): Promise<void> {
  const missing = await missingTools();
  if (missing.length > 0) return say(`nothing was tested on DynamoDB Local: there is no ${missing.join(' and no ')} here`);
  if (!existsSync(COMPLETE)) await fetchLibraries();
  const endpoint = await startDatabase(workspace);
  say(`DynamoDB Local ${VERSION} answers on ${endpoint}`);
  return say(await runTests(endpoint, join(workspace.folder('report'), 'jest.json')));
}

async function missingTools(): Promise<readonly string[]> {
  const tools = { Java: ['java', '-version'], Maven: ['mvn', '--version'] };
  const found = await Promise.all(Object.entries(tools).map(async ([name, [command = '', ...args]]) => ({ name, here: await succeeds(command, args) })));
  return found.filter(({ here }) => !here).map(({ name }) => name);
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return run({ command, args, cwd: ROOT, env: process.env }).then(() => true, () => false);
}

async function fetchLibraries(): Promise<void> {
  say(`DynamoDB Local ${VERSION} is being fetched into ${LIBRARIES}`);
  mkdirSync(LIBRARIES, { recursive: true });
  writeFileSync(join(LIBRARIES, 'pom.xml'), POM);
  const args = ['--quiet', '--batch-mode', 'dependency:copy-dependencies', `-DoutputDirectory=${LIBRARIES}`];
  await run({ command: 'mvn', args, cwd: LIBRARIES, env: process.env });
  writeFileSync(COMPLETE, '');
}

async function startDatabase(workspace: Workspace): Promise<string> {
  const port = await freePort();
  const log = join(workspace.folder('database'), 'log');
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const args = [`-Djava.library.path=${LIBRARIES}`, '-cp', join(LIBRARIES, '*'), MAIN, ...options];
  const database = serve({ command: 'java', args, cwd: workspace.folder('database'), env: { PATH: process.env.PATH } }, log);
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end && database.exitCode === null; await sleep(100)) {
    if (await answers(port)) return `http://127.0.0.1:${port}`;
  }
  throw new Failure(`DynamoDB Local does not answer\n${lastLines(readFileSync(log, 'utf8'))}`);
}

async function runTests(endpoint: string, report: string): Promise<string> {
  const args = ['jest', 'test/runtime/chat', '--json', `--outputFile=${report}`];
  await run({ command: 'npx', args, cwd: ROOT, env: { ...process.env, CHAT_DYNAMODB_ENDPOINT: endpoint } });
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numTotalTests: number };
  return `${numPassedTests} of ${numTotalTests} tests of the chat passed on it`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function failed(error: unknown): Promise<void> {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(128 + constants.signals[signal]));
process.on('exit', killEverything);
const place = new Workspace();
void main(place).catch(failed).finally(() => stopEverything()).finally(() => place.remove());
