import { createServer, IncomingMessage, request, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { text } from 'stream/consumers';
import { Emulator } from './emulator';
import { signed } from './query';
import { Refused } from '../test/fakes/stage-control-plane-faults';
import { patched, Patched, PatchOperation } from '../test/fakes/stage-control-plane-patch';

const STAGE = /^\/restapis\/([^/]+)\/stages\/[^/]+$/;

/** What became of a stage with one patch. */
export interface StagePatch {
  readonly at: number;
  readonly operations: readonly PatchOperation[];
  readonly stage: Patched;
}

/**
 * The emulator's API Gateway, with canaries as the service was recorded to have them: the emulator stores whatever it is told of one, and does not
 * know how to promote. Every request is handed on as it came, so that the emulator checks its signature and asks IAM whether it may; what a patch
 * makes of the stage is worked out by the strict fake, and told the emulator afterwards.
 */
export class CanaryGateway {
  static async start(emulator: Emulator): Promise<CanaryGateway> {
    const gateway = new CanaryGateway(emulator);
    await new Promise<void>((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  /** In order; those that were refused are not among them. */
  readonly patches: StagePatch[] = [];
  private readonly server: Server;
  private interlude?: () => Promise<void>;

  private constructor(private readonly emulator: Emulator) {
    this.server = createServer((asked, response) => void this.serve(asked, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    })).unref();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Happens once a canary is on, the next time one is, before whoever started it knows. */
  onceOn(interlude: () => Promise<void>): void {
    this.interlude = interlude;
  }

  private async serve(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(asked);
    const [, restApiId] = STAGE.exec(asked.url ?? '') ?? [];
    const isPatch = asked.method === 'PATCH' && restApiId !== undefined;
    const answer = await (isPatch ? this.patch(asked, restApiId, body) : this.handOn(asked, body));
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.type && { 'x-amzn-errortype': answer.type } }).end(answer.body);
  }

  private async patch(asked: IncomingMessage, restApiId: string, body: string): Promise<Answer> {
    const { patchOperations: operations } = JSON.parse(body) as { patchOperations: PatchOperation[] };
    const path = asked.url ?? '';
    const { item } = await this.ask<{ item: { id: string }[] }>(`/restapis/${restApiId}/deployments`);
    try {
      const deployments = new Set(item.map(({ id }) => id));
      const stage = patched(await this.ask<Patched>(path), operations, { deployments, removesNoCanary: true });
      const allowed = await this.handOn(asked, body);
      if (allowed.status !== 200) return allowed;
      const answer = await this.ask(path, { patchOperations: byValue(stage) });
      await this.note({ at: Date.now(), operations, stage });
      return { status: 200, body: JSON.stringify(answer) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refusal: { status, code, message } } = error;
      return { status, type: code, body: JSON.stringify({ message }) };
    }
  }

  private async note(patch: StagePatch): Promise<void> {
    this.patches.push(patch);
    const { interlude } = this;
    if (!interlude || !patch.stage.canarySettings?.percentTraffic) return;
    this.interlude = undefined;
    await interlude();
  }

  /** As the root user. */
  private async ask<T>(path: string, patch?: object): Promise<T> {
    const settings = { method: patch ? 'PATCH' : 'GET', headers: signed('apigateway'), body: patch && JSON.stringify(patch) };
    return await (await fetch(this.emulator.endpoint + path, settings)).json() as T;
  }

  /** With the host that was asked, which is signed. */
  private async handOn({ method, url, headers }: IncomingMessage, body: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      request(this.emulator.endpoint + url, { method, headers }, (response) => {
        const [type] = [response.headers['x-amzn-errortype']].flat();
        void text(response).then((answer) => resolve({ status: response.statusCode ?? 500, type, body: answer }), reject);
      }).once('error', reject).end(body);
    });
  }
}

interface Answer { readonly status: number; readonly type?: string; readonly body: string }

/** The emulator takes whole settings. */
function byValue({ deploymentId, variables = {}, canarySettings }: Patched): object[] {
  const canary = canarySettings ? { op: 'replace', value: canarySettings } : { op: 'remove' };
  return [
    { op: 'replace', path: '/deploymentId', value: deploymentId },
    { op: 'replace', path: '/variables', value: variables },
    { ...canary, path: '/canarySettings' },
  ];
}
