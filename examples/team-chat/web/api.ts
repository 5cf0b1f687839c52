/** A refusal of the HTTP API: what it says, and a code for programs. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

export interface RoomEntry { readonly room: string; readonly role: string }
export interface MemberEntry { readonly user: string; readonly role: string }

/** The HTTP API: what is not live. */
export class Api {
  constructor(private readonly url: string, private readonly token: () => Promise<string>) {}

  /** Good for one connection, and for half a minute. */
  async ticket(): Promise<string> {
    return (await this.ask<{ ticket: string }>('POST', 'tickets')).ticket;
  }

  async rooms(): Promise<readonly RoomEntry[]> {
    return (await this.ask<{ rooms: readonly RoomEntry[] }>('GET', 'rooms')).rooms;
  }

  async createRoom(name: string): Promise<RoomEntry> {
    return this.ask('POST', 'rooms', { name });
  }

  async members(room: string): Promise<readonly MemberEntry[]> {
    return (await this.ask<{ members: readonly MemberEntry[] }>('GET', `rooms/${encodeURIComponent(room)}/members`)).members;
  }

  async addMember(room: string, user: string): Promise<MemberEntry> {
    return this.ask('POST', `rooms/${encodeURIComponent(room)}/members`, { user });
  }

  private async ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.token()}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      credentials: 'omit',
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer as Answer;
    const { code = '', message = '' } = (answer ?? {}) as { code?: string; message?: string };
    throw new Refused(response.status, code, message);
  }
}
