import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Origin-AbCdEf';

/**
 * The part of Secrets Manager we use and an OpenID Connect issuer, over real HTTP.
 * Strict: what they would not take is answered with 501 and fails the test through `violations`.
 */
export class FakeWorld {
  public static async start(): Promise<FakeWorld> {
    const fake = new FakeWorld();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** Values by staging label. */
  public secret: Record<string, string> = { AWSCURRENT: 'current-secret' };
  /** What Secrets Manager answers instead, while it is broken. */
  public secretsBroken = false;
  public keys: object[] = [];
  public configuration: object = {};
  public issuerBroken = false;
  public readonly calls: string[] = [];
  public readonly violations: string[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public count(call: string): number {
    return this.calls.filter((one) => one === call).length;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.method === 'POST' && request.url === '/') return this.serveSecret(request, response, body);
    if (request.method === 'GET') return this.serveIssuer(request.url, response);
    return this.violate(response, `${request.method} ${request.url}`);
  }

  private serveSecret(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { SecretId, VersionStage, ...more } = JSON.parse(body);
    this.calls.push('GetSecretValue');
    const isSigned = /^AWS4-HMAC-SHA256 Credential=[^ ]+\/secretsmanager\/aws4_request,/.test(request.headers.authorization ?? '');
    if (!isSigned || request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') return this.violate(response, 'GetSecretValue is not signed');
    if (SecretId !== SECRET_ARN || Object.keys(more).length > 0) return this.violate(response, body);
    if (this.secretsBroken) return refuseInJson(response, 'AccessDeniedException', 'not authorized to perform: secretsmanager:GetSecretValue');
    const value = this.secret[VersionStage];
    if (value === undefined) {
      return refuseInJson(response, 'ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`);
    }
    answerInJson(response, 'application/x-amz-json-1.1', { ARN: SECRET_ARN, SecretString: value, VersionStages: [VersionStage] });
  }

  private serveIssuer(path: string | undefined, response: ServerResponse): void {
    this.calls.push(path ?? '');
    if (this.issuerBroken) return void response.writeHead(503).end();
    if (path === '/pool/.well-known/openid-configuration') return answerInJson(response, 'application/json', this.configuration);
    if (path === '/keys') return answerInJson(response, 'application/json', { keys: this.keys });
    return this.violate(response, `GET ${path}`);
  }

  private violate(response: ServerResponse, what: string): void {
    this.violations.push(what);
    response.writeHead(501).end();
  }
}

function answerInJson(response: ServerResponse, type: string, body: object): void {
  response.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
}

function refuseInJson(response: ServerResponse, type: string, message: string): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ __type: type, message }));
}
