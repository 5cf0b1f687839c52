import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { ChatServer } from 'cdk-gatehouse/chat-server';
import { Cable } from './cable';
import { LocalApi } from './local-api';
import { LocalSignIn } from './local-sign-in';
import { pageHeaders } from '../../page-headers';

/** A chat that runs on this machine. */
export interface LocalChat {
  /** `ws://…` */
  readonly url: string;
  /** What the functions of a backend are given. */
  readonly server: ChatServer;
  /** What the ticket endpoint gives to a user. */
  ticket(user: string): Promise<string>;
  stop(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json',
};

/** What `config.json` holds. */
interface Config { readonly apiUrl: string; readonly chatUrl: string; readonly signIn: { readonly domain: string; readonly clientId: string } }

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Everything the page talks to, each on an origin of its own as when it is deployed: the page, the HTTP API, the managed login. */
export class LocalSite {
  static async start(folder: string, chat: LocalChat): Promise<LocalSite> {
    const site = new LocalSite(folder, chat, await Cable.to(chat.url));
    await site.open();
    return site;
  }

  readonly signIn = new LocalSignIn();
  /** Where the page is. */
  url = '';
  private readonly servers: Server[] = [];
  private config?: Config;

  private constructor(private readonly folder: string, private readonly chat: LocalChat, readonly cable: Cable) {}

  stop(): void {
    this.cable.stop();
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  private async open(): Promise<void> {
    const { chat, signIn, cable } = this;
    const api = new LocalApi({
      chat, directory: { knows: async (user) => /^[a-z]+$/.test(user) }, origin: () => this.url, userOf: (authorization) => signIn.userOf(authorization),
    });
    const apiUrl = await this.serve((request, response) => api.answer(request, response));
    const domain = await this.serve((request, response) => signIn.answer(request, response));
    this.config = { apiUrl: `${apiUrl}/`, chatUrl: cable.url, signIn: { domain, clientId: signIn.clientId } };
    this.url = await this.serve((request, response) => this.file(request, response));
  }

  private async serve(answer: Answer): Promise<string> {
    const server = createServer((request, response) => {
      answer(request, response).catch(() => response.destroy());
    });
    this.servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** As CloudFront serves it: the files, with the headers of the page. */
  private async file(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    const name = normalize(pathname === '/' ? '/index.html' : pathname);
    const contents = name === '/config.json' ? JSON.stringify({ ...this.config, region: 'local' }) : await readFile(join(this.folder, name)).catch(() => undefined);
    if (contents === undefined) return void response.writeHead(404).end();
    const connect = [this.config!.apiUrl, this.config!.chatUrl, this.config!.signIn.domain].map((url) => new URL(url).origin);
    response.writeHead(200, { ...pageHeaders(connect), 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(contents);
  }
}
