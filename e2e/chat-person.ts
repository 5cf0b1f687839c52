import { deepStrictEqual, ok } from 'assert';
import { setTimeout as sleep } from 'timers/promises';
import { WebSocket } from 'ws';
import { ChatSite } from './chat-site';
import { Failure } from './failure';
import { SignedIn } from './managed-login';
import { Chat, connectChat, Room } from '../client/chat';

const HEARD_WITHIN_MS = 20_000;
/** Who is there is told five seconds after somebody came, and half a minute after somebody went. */
const NOTICED_WITHIN_MS = 45_000;

/** Somebody with the page open: its requests, and the client of the chat that is in it. */
export class Person {
  /** Signs up, and in. */
  static async join(site: ChatSite, name: string): Promise<Person> {
    await site.login.signUp(name);
    return new Person(site, name, await site.login.signIn(name));
  }

  /** What was said where they are, in the order in which they heard it: `ada: hello`, and `: …` when nobody said it. */
  readonly heard: string[] = [];
  /** What was said to them alone, and what they are told of others. */
  private readonly told: string[] = [];
  private chat?: Chat;

  private constructor(private readonly site: ChatSite, readonly name: string, private readonly tokens: SignedIn) {}

  /** `ask(200, 'GET /rooms')`, insisting on the status. */
  async ask(status: number, route: string, body?: object): Promise<unknown> {
    return this.site.api.expect(status, route, { headers: { authorization: `Bearer ${this.tokens.access}` }, body });
  }

  /** With the token that says who somebody is, where one is asked for that says what they may. */
  async askWithIdToken(status: number, route: string): Promise<void> {
    await this.site.api.expect(status, route, { headers: { authorization: `Bearer ${this.tokens.id}` } });
  }

  readonly ticket = async (): Promise<string> => {
    const { ticket } = await this.ask(200, 'POST /tickets') as { ticket: string };
    return ticket;
  };

  /** What the handshake is answered with: 101 when it was let in. */
  async handshake(ticket?: string, origin = this.site.origin): Promise<number> {
    const url = ticket === undefined ? this.site.chatUrl : `${this.site.chatUrl}?ticket=${ticket}`;
    return new Promise((resolve) => {
      const socket = new WebSocket(url, { origin });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => resolve(0));
    });
  }

  /** Has the page open. */
  open(): Chat {
    this.chat ??= this.connect();
    return this.chat;
  }

  /** With the client the page has, from the page's origin. */
  async enter(room: string, after?: number): Promise<Room> {
    const chat = this.open();
    const failed = new Promise<never>((_, reject) => chat.on('error', reject));
    return Promise.race([chat.join(room, { after }), failed, late(`${this.name} does not get into ${room}`)]);
  }

  /** Waits until they have heard exactly this, and a little longer for what is too much. */
  async hears(...expected: string[]): Promise<void> {
    for (const end = Date.now() + HEARD_WITHIN_MS; this.heard.length < expected.length && Date.now() < end;) await sleep(50);
    await sleep(300);
    deepStrictEqual(this.heard.splice(0), expected);
  }

  /** Waits until they are told this, whatever else they are told before. */
  async notices(expected: string): Promise<void> {
    for (const end = Date.now() + NOTICED_WITHIN_MS; !this.told.includes(expected) && Date.now() < end;) await sleep(50);
    ok(this.told.includes(expected), `${this.name} was told: ${this.told.join(', ')}`);
    this.told.splice(0, this.told.indexOf(expected) + 1);
  }

  leave(): void {
    this.chat?.close();
    this.chat = undefined;
  }

  private connect(): Chat {
    const { origin, chatUrl: url } = this.site;
    class FromPage extends WebSocket { constructor(address: string) { super(address, { origin }); } }
    const chat = connectChat({ url, ticket: this.ticket, WebSocket: FromPage });
    chat.on('message', ({ from, body }) => this.heard.push(`${from}: ${body}`));
    chat.on('direct', ({ body }) => this.told.push(body));
    chat.on('typing', ({ user }) => this.told.push(`${user} is typing`));
    chat.on('presence', ({ online = [] }) => this.told.push(`here: ${[...online].sort().join(' ')}`));
    return chat;
  }
}

async function late(message: string): Promise<never> {
  await sleep(HEARD_WITHIN_MS, undefined, { ref: false });
  throw new Failure(message);
}
