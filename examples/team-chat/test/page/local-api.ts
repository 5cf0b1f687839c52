import { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { LocalChat } from './local-site';
import { fromApi, Route } from '../../handlers/http/route';
import { Directory } from '../../handlers/rooms/invitation';
import { addMember, createRoom, listMembers, listRooms } from '../../handlers/routes';
import { apiEvent } from '../support/events';

/** What the HTTP API needs to know. */
export interface LocalApiWorld {
  readonly chat: LocalChat;
  readonly directory: Directory;
  /** The page that may call from a browser. */
  readonly origin: () => string;
  userOf(authorization?: string): string | undefined;
}

const MEMBERS = /^\/rooms\/([^/]+)\/members$/;

/** The HTTP API as API Gateway plays it: CORS, the JWT authorizer, path parameters; behind it the handlers of the example. */
export class LocalApi {
  private readonly routes: Record<string, Route>;

  constructor(private readonly world: LocalApiWorld) {
    const { chat, directory } = world;
    this.routes = {
      'GET /rooms': listRooms(chat.server),
      'POST /rooms': createRoom(chat.server),
      'GET /rooms/{room}/members': listMembers(chat.server),
      'POST /rooms/{room}/members': addMember(chat.server, directory),
      'POST /tickets': async ({ user }) => ({ status: 200, body: { ticket: await chat.ticket(user) } }),
    };
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cors = { 'Access-Control-Allow-Origin': this.world.origin(), 'Access-Control-Allow-Headers': 'authorization,content-type' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const { pathname } = new URL(request.url ?? '/', 'http://api');
    const room = MEMBERS.exec(pathname)?.[1];
    const key = `${request.method} ${room === undefined ? pathname : '/rooms/{room}/members'}`;
    const route = this.routes[key];
    const user = this.world.userOf(request.headers.authorization);
    if (!route) return void response.writeHead(404, cors).end('{"message":"Not Found"}');
    if (!user) return void response.writeHead(401, cors).end('{"message":"Unauthorized"}');
    const event = apiEvent(key, { user, path: room === undefined ? undefined : { room: decodeURIComponent(room) }, body: await text(request) });
    const { statusCode, headers, body } = await fromApi(route, () => undefined)(event);
    response.writeHead(statusCode, { ...headers, ...cors }).end(body);
  }
}
