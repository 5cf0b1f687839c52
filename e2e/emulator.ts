import { readFileSync } from 'fs';
import { AddressInfo, connect, createServer } from 'net';
import { networkInterfaces } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { Failure } from './failure';
import { lastLines, serve } from './processes';
import { PYTHON } from './python-tools';
import { ROOT, Workspace } from './workspace';

const LOOPBACK = '127.0.0.1';
const READY_WITHIN_MS = 60_000;

/** Where everything is deployed to. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** The emulator takes these for the root user of the account. They open nothing anywhere else. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A running emulator of AWS. */
export interface Emulator {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly port: number;
}

/** Starts ministack on a free port of the loopback interface, with all it writes in the workspace. */
export async function startEmulator(workspace: Workspace): Promise<Emulator> {
  const port = await freePort();
  const state = workspace.folder('emulator');
  const logFile = join(state, 'ministack.log');
  const launch = { command: PYTHON, args: [join(ROOT, 'e2e', 'emulator.py')], cwd: state, env: environment(port, workspace) };
  const child = serve(launch, logFile);
  const emulator = { endpoint: `http://${LOOPBACK}:${port}`, port };
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(100)) {
    if (child.exitCode !== null) break;
    if (await answers(emulator)) return emulator;
  }
  throw new Failure(`the emulator does not answer on ${emulator.endpoint}\n${lastLines(readFileSync(logFile, 'utf8'))}`);
}

/** Addresses besides loopback on which the emulator answers: there must be none. */
export async function reachableFrom({ port }: Emulator): Promise<string[]> {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []).filter(({ internal }) => !internal);
  const open = await Promise.all(addresses.map(async ({ address }) => ({ address, answers: await connects(address, port) })));
  return open.filter((one) => one.answers).map(({ address }) => address);
}

/** Nothing of the caller's: neither its AWS account nor its home folder. */
function environment(port: number, workspace: Workspace): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: workspace.folder('emulator', 'home'),
    TMPDIR: workspace.folder('emulator', 'tmp'),
    STATE_DIR: workspace.folder('emulator', 'state'),
    PYTHONUTF8: '1',
    BIND_HOST: LOOPBACK, // it would listen on every interface
    MINISTACK_HOST: LOOPBACK,
    GATEWAY_PORT: String(port),
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    MINISTACK_REGION: REGION,
    LAMBDA_EXECUTOR: 'local', // handlers run as processes, not in containers
    AUTH: 'true', // IAM policies are evaluated: a missing grant is a failing test
    SFTP_ENABLED: '0', // both would open ports of their own
    IOT_MTLS_ENABLED: '0',
  };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, LOOPBACK, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function answers({ endpoint }: Emulator): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then((response) => response.ok, () => false);
}

async function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const done = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false)).once('timeout', () => done(false));
  });
}
