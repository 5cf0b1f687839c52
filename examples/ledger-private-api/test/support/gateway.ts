import { createServer, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { event } from './event';
import { Credentials, signatureProblem } from './signature';
import { appendEntry } from '../../handlers/append-entry';
import { getBalance } from '../../handlers/get-balance';
import { Handler, handlerOf } from '../../handlers/http/route';
import { Journal } from '../../handlers/ledger/journal';
import { listEntries } from '../../handlers/list-entries';

/** How a request was answered, and why if it was by the gateway. */
interface Outcome {
  readonly statusCode: number;
  readonly body: string;
}

/** As much of API Gateway as the client can tell from the real one: IAM, the routes, and the handlers of the ledger behind them. */
export class Gateway {
  /** `allowed` is the account IAM lets the caller use. */
  static async start(journal: Journal, known: Credentials, allowed: string): Promise<Gateway> {
    const gateway = new Gateway(journal, known, allowed);
    await new Promise<void>((ready) => gateway.server.listen(0, '127.0.0.1', ready));
    return gateway;
  }

  /** Why requests were turned away at the gate. */
  readonly problems: string[] = [];
  private readonly server: Server;
  private readonly routes: Readonly<Record<string, Handler>>;

  private constructor(journal: Journal, private readonly known: Credentials, private readonly allowed: string) {
    const quiet = () => undefined;
    this.routes = {
      'POST entries': handlerOf(appendEntry({ journal, clock: () => new Date(), pause: async () => undefined }), quiet),
      'GET entries': handlerOf(listEntries(journal), quiet),
      'GET balance': handlerOf(getBalance(journal), quiet),
    };
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ statusCode, body }) => response.writeHead(statusCode).end(body));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/prod/`;
  }

  async stop(): Promise<void> {
    await new Promise((closed) => this.server.close(closed).closeAllConnections());
  }

  private async answer(request: IncomingMessage): Promise<Outcome> {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const [, account = '', what = ''] = /^\/prod\/accounts\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
    const handler = this.routes[`${request.method} ${what}`];
    const problem = signatureProblem(request, body, this.known) ?? (account === this.allowed ? undefined : `IAM says no to ${account}`);
    if (problem) this.problems.push(problem);
    if (problem || !handler) return { statusCode: 403, body: '{"message":"Forbidden"}' };
    return handler(eventOf(request, { account, body, query: Object.fromEntries(searchParams) }));
  }
}

interface Parts {
  readonly account: string;
  readonly query: Record<string, string>;
  readonly body: string;
}

function eventOf({ method, headers }: IncomingMessage, { account, query, body }: Parts): APIGatewayProxyEvent {
  return event(`${method} /accounts/{account}`, { account, query, headers: headers as Record<string, string>, body: body || undefined });
}
