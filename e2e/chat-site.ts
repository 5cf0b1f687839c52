import { readFileSync, readdirSync } from 'fs';
import { IncomingHttpHeaders, request } from 'http';
import { join } from 'path';
import { GetFunctionConfigurationCommand, GetFunctionConfigurationCommandOutput, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { BatchPermission } from './batch-permission';
import { ACCOUNT, CREDENTIALS, Emulator, REGION } from './emulator';
import { Failure } from './failure';
import { Client } from './http';
import { ManagedLogin } from './managed-login';
import { signed } from './query';
import { Stacks } from './stacks';
import { Deployed } from './starters/starter';
import { ROOT } from './workspace';

const FILES = join(ROOT, 'examples', 'team-chat', 'dist', 'page');
/** Functions that post to connections, and those that hand this on to others: by queue. */
const POSTING = /^ChatFunctions(Actions|Dispatcher|Deliverer|Replay)[0-9A-F]{8}$/;
const SENDING = /^(ChatFunctions(Actions|Disconnect|Dispatcher|Deliverer|Replay)|Functions\w+Function)[0-9A-F]{8}$/;

/** What a browser gets. */
export interface Loaded {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The deployed team-chat, as browsers and people see it. */
export class ChatSite {
  static async open(deployed: Deployed): Promise<ChatSite> {
    return new ChatSite(deployed, await new Stacks(deployed.aws.cloudFormation).physicalIds('TeamChat'));
  }

  /** The HTTP API, around CloudFront as ever. */
  readonly api: Client;
  readonly login: ManagedLogin;
  /** Where WebSockets are opened. */
  readonly chatUrl: string;
  readonly pageUrl: string;
  private readonly chatPath: string;
  private readonly emulator: Emulator;
  private readonly lambda: LambdaClient;

  private constructor({ outputs, emulator, aws }: Deployed, private readonly ids: ReadonlyMap<string, string>) {
    const { ApiUrl, ChatUrl, PageUrl, PageClientId } = outputs;
    const [, apiId] = /^https?:\/\/([^.]+)\./.exec(ApiUrl) ?? [];
    const [, chatId, stage] = /^wss:\/\/([^.]+)\.[^/]+\/(.+)$/.exec(ChatUrl) ?? [];
    this.emulator = emulator;
    this.lambda = new LambdaClient({ endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS });
    this.api = Client.of(`https://${apiId}.execute-api.${REGION}.amazonaws.com/$default/`, emulator);
    this.login = new ManagedLogin(aws, emulator, { clientId: PageClientId, pageUrl: PageUrl });
    this.chatPath = `/_aws/execute-api/${chatId}/${stage}`;
    this.chatUrl = `${emulator.endpoint.replace('http', 'ws')}${this.chatPath}`;
    this.pageUrl = PageUrl;
  }

  /** As in the header `Origin` of its requests. */
  get origin(): string {
    return new URL(this.pageUrl).origin;
  }

  /** The emulator has no name in DNS for the address that functions post to: the variable of the AWS SDK says where it is, as AWS means it to. */
  async tellWhereToPost(): Promise<void> {
    const AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI = this.emulator.endpoint + this.chatPath;
    for (const { FunctionName, Environment } of await this.functions(POSTING)) {
      const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI };
      await this.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  }

  async allowBatches(): Promise<void> {
    const queueUrl = this.idOf(/^ChatQueuesTasks[0-9A-F]{8}$/);
    const queueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueUrl.split('/').at(-1)}`;
    const roles = (await this.functions(SENDING)).map(({ Role = '' }) => Role.split('/').at(-1) ?? '');
    await new BatchPermission(this.emulator).give({ queueUrl, queueArn, roles });
  }

  /** By hand, what the function of the CDK does, but for `config.json`. */
  async publish(): Promise<void> {
    const bucket = this.idOf(/^PageBucketsFiles/);
    for (const file of readdirSync(FILES)) {
      const response = await fetch(`${this.emulator.endpoint}/${bucket}/${file}`, {
        method: 'PUT', headers: { ...signed('s3'), 'content-type': file.endsWith('.html') ? 'text/html' : 'text/plain' }, body: readFileSync(join(FILES, file)),
      });
      if (!response.ok) throw new Failure(`${file}: ${response.status} ${await response.text()}`);
    }
  }

  /** As CloudFront serves it: the emulator tells distributions by the name that is asked for. */
  async load(path: string, protocol: 'http' | 'https' = 'https'): Promise<Loaded> {
    const { port } = this.emulator;
    const headers = { 'host': new URL(this.pageUrl).host, 'x-forwarded-proto': protocol };
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      }).on('error', reject).end();
    });
  }

  /** Straight at the bucket, as nobody may. */
  async loadAround(path: string): Promise<number> {
    return (await fetch(`${this.emulator.endpoint}/${this.idOf(/^PageBucketsFiles/)}${path}`)).status;
  }

  private async functions(pattern: RegExp): Promise<GetFunctionConfigurationCommandOutput[]> {
    const names = [...this.ids].filter(([logicalId]) => pattern.test(logicalId)).map(([, name]) => name);
    return Promise.all(names.map((FunctionName) => this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))));
  }

  private idOf(pattern: RegExp): string {
    const [, id] = [...this.ids].find(([logicalId]) => pattern.test(logicalId)) ?? [];
    if (!id) throw new Failure(`nothing in the stack is called ${pattern.source}`);
    return id;
  }
}
