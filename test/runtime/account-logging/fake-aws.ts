import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const MANAGED_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
const ACCOUNT_ID = '111122223333';

/** Error answers as recorded from AWS: the two texts API Gateway has for a role that has not spread yet, and the others people met. */
export const REFUSALS = {
  rolePermissions: {
    status: 400,
    type: 'BadRequestException',
    message: 'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
  },
  roleCannotWrite: {
    status: 400,
    type: 'BadRequestException',
    message: 'API Gateway could not successfully write to CloudWatch Logs using the ARN specified. This account may have reached a limit in CloudWatch Logs.',
  },
  malformedArn: { status: 400, type: 'BadRequestException', message: 'The role ARN is not well formed' },
  tooMany: { status: 429, type: 'TooManyRequestsException', message: 'Too Many Requests' },
  bareTooMany: { status: 429, message: 'Too Many Requests' },
  noApiYet: { status: 404, type: 'NotFoundException', message: 'Invalid Customer identifier specified' },
  iamTooMany: { status: 400, type: 'Throttling', message: 'Rate exceeded' },
  denied: {
    status: 403,
    type: 'AccessDeniedException',
    message: 'User: arn:aws:sts::111122223333:assumed-role/r/f is not authorized to perform: apigateway:PATCH on resource: '
      + 'arn:aws:apigateway:eu-west-1::/account because no identity-based policy allows the apigateway:PATCH action',
  },
} as const satisfies Record<string, Refusal>;

interface Refusal {
  readonly status: number;
  readonly type?: string;
  readonly message: string;
}

interface FakeRole {
  readonly trust: string;
  readonly policies: Set<string>;
}

/**
 * The account API of API Gateway, the part of IAM we use, and CloudFormation's mailbox, over real HTTP.
 * Strict: what AWS would not take is answered with 501 and fails the test through `violations`.
 */
export class FakeAws {
  public static async start(): Promise<FakeAws> {
    const fake = new FakeAws();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  public accountRole: string | undefined;
  public readonly roles = new Map<string, FakeRole>();
  public readonly calls: string[] = [];
  public readonly answers: Record<string, unknown>[] = [];
  public readonly violations: string[] = [];
  /** Answers to come instead of the real ones, by call. */
  private readonly refusals = new Map<string, (() => Refusal)[]>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next calls are refused; what happens meanwhile is up to a function. */
  public refuse(call: string, ...refusals: (Refusal | (() => Refusal))[]): void {
    this.refusals.set(call, refusals.map((refusal) => (typeof refusal === 'function' ? refusal : () => refusal)));
  }

  public addRole(name: string, trust = 'apigateway.amazonaws.com'): void {
    this.roles.set(name, { trust, policies: new Set([MANAGED_POLICY]) });
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const url = new URL(request.url ?? '', this.url);
    if (url.pathname === '/mailbox') return this.receive(request, response, body);
    if (url.pathname === '/account') return this.serveAccount(request, response, body);
    if (url.pathname === '/' && request.method === 'POST') return this.serveIam(request, response, new URLSearchParams(body));
    return this.violate(response, `${request.method} ${url.pathname}`);
  }

  private receive(request: IncomingMessage, response: ServerResponse, body: string): void {
    // The address is signed for a PUT without a content type.
    if (request.method !== 'PUT' || (request.headers['content-type'] ?? '') !== '') return this.violate(response, 'answer');
    if (request.headers['content-length'] !== String(Buffer.byteLength(body))) return this.violate(response, 'length of the answer');
    const refusal = this.next('Answer');
    if (!refusal) this.answers.push(JSON.parse(body));
    response.writeHead(refusal?.status ?? 200).end();
  }

  private serveAccount(request: IncomingMessage, response: ServerResponse, body: string): void {
    const call = request.method === 'PATCH' ? 'UpdateAccount' : 'GetAccount';
    this.calls.push(call);
    if (!signedFor(request, 'apigateway')) return this.violate(response, `${call} is not signed`);
    const refusal = this.next(call) ?? (call === 'UpdateAccount' ? this.update(body) : undefined);
    if (refusal) return refuseInJson(response, refusal);
    const account = { cloudwatchRoleArn: this.accountRole, throttleSettings: { burstLimit: 5000, rateLimit: 10000 }, apiKeyVersion: '4' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(account));
  }

  private update(body: string): Refusal | undefined {
    const { patchOperations: [operation, ...others] } = JSON.parse(body);
    if (operation.op !== 'replace' || operation.path !== '/cloudwatchRoleArn' || others.length > 0) this.violations.push(body);
    const name = new RegExp(`^arn:aws:iam::${ACCOUNT_ID}:role/([\\w-]+)$`).exec(operation.value)?.[1];
    if (!name) return REFUSALS.malformedArn;
    const role = this.roles.get(name);
    if (!role?.policies.has(MANAGED_POLICY) || role.trust !== 'apigateway.amazonaws.com') return REFUSALS.rolePermissions;
    this.accountRole = operation.value;
    return undefined;
  }

  private serveIam(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const call = query.get('Action') ?? '';
    this.calls.push(call);
    if (!signedFor(request, 'iam') || query.get('Version') !== '2010-05-08') return this.violate(response, `${call} is not signed`);
    const refusal = this.next(call) ?? this.answerIam(call, query);
    if (refusal) return refuseInXml(response, refusal);
    const role = `<Role><Path>/</Path><RoleName>${query.get('RoleName')}</RoleName><Arn>arn:aws:iam::${ACCOUNT_ID}:role/${query.get('RoleName')}</Arn></Role>`;
    response.writeHead(200, { 'content-type': 'text/xml' })
      .end(`<${call}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${call}Result>${role}</${call}Result></${call}Response>`);
  }

  private answerIam(call: string, query: URLSearchParams): Refusal | undefined {
    const name = query.get('RoleName') ?? '';
    const role = this.roles.get(name);
    switch (call) {
      case 'GetRole': return role ? undefined : noSuchRole(name);
      case 'CreateRole': {
        if (role) return { status: 409, type: 'EntityAlreadyExists', message: `Role with name ${name} already exists.` };
        const { Statement: [statement] } = JSON.parse(query.get('AssumeRolePolicyDocument') ?? '');
        this.roles.set(name, { trust: statement.Principal.Service, policies: new Set() });
        return undefined;
      }
      case 'AttachRolePolicy':
        role?.policies.add(query.get('PolicyArn') ?? '');
        return role ? undefined : noSuchRole(name);
      default:
        this.violations.push(call);
        return { status: 501, type: 'NotImplemented', message: call };
    }
  }

  private next(call: string): Refusal | undefined {
    return this.refusals.get(call)?.shift()?.();
  }

  private violate(response: ServerResponse, what: string): void {
    this.violations.push(what);
    response.writeHead(501).end();
  }
}

function noSuchRole(name: string): Refusal {
  return { status: 404, type: 'NoSuchEntity', message: `The role with name ${name} cannot be found.` };
}

function signedFor(request: IncomingMessage, service: string): boolean {
  return new RegExp(`^AWS4-HMAC-SHA256 Credential=[^ ]+/${service}/aws4_request,`).test(request.headers.authorization ?? '');
}

function refuseInJson(response: ServerResponse, { status, type, message }: Refusal): void {
  const headers = { 'content-type': 'application/json', ...type && { 'x-amzn-ErrorType': type } };
  response.writeHead(status, headers).end(JSON.stringify({ message }));
}

function refuseInXml(response: ServerResponse, { status, type, message }: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end('<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
    + `<Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`);
}
