import { ChatState } from 'cdk-gatehouse/chat-client';
import { Api } from './api';
import { avatarOf } from './avatar';
import { Banner } from './banner';
import { MembersDialog, NewRoomDialog, refusalText } from './dialogs';
import { complain, found, say, set } from './dom';
import { Live } from './live';
import { newRoom, RoomEvent, roomAfter, RoomState, unreadOf } from './model/room';
import { byeText, connectionText } from './model/sentences';
import { ReadMarks } from './read-marks';
import { RoomView } from './room-view';
import { hrefOf, RoomsView } from './rooms-view';
import { navigate, onNavigation, roomInUrl } from './router';

/** Who types is looked at this often, since typing ends by itself. */
const TICK_MS = 1_000;

export interface ChatPageOptions {
  readonly api: Api;
  readonly chatUrl: string;
  readonly me: string;
  signOut(): void;
}

/** The page of somebody who is signed in: what happens to rooms, and what is shown of it. */
export class ChatPage {
  private readonly states = new Map<string, RoomState>();
  private readonly live: Live;
  private readonly roomsView = new RoomsView();
  private readonly roomView: RoomView;
  private readonly members: MembersDialog;
  private readonly banner = new Banner();
  private readonly marks = new ReadMarks((room, seq) => void this.live.read(room, seq));
  private current?: string;
  private drawing = false;
  private lost = false;

  constructor(private readonly options: ChatPageOptions) {
    const { api, me } = options;
    this.roomView = new RoomView({
      send: (body) => this.send({ cid: crypto.randomUUID(), body, at: Date.now() }),
      typing: () => this.inCurrent((room) => void this.live.typing(room)),
      retry: (cid) => this.retry(cid),
      discard: (cid) => this.inCurrent((room) => this.apply(room, { type: 'discarded', cid })),
      earlier: () => this.inCurrent((room) => void this.live.earlier(room)),
      members: () => this.inCurrent((room) => this.members.open(room)),
      seen: () => this.markRead(),
    });
    this.members = new MembersDialog(api, me, (room) => this.states.get(room)?.present?.online);
    this.live = new Live(options.chatUrl, () => api.ticket(), {
      room: (room, event) => this.apply(room, event),
      state: (state) => this.connected(state),
      ended: (code) => this.banner.show({ text: byeText(code), reload: true }),
      rooms: () => void this.loadRooms(),
    });
  }

  begin(): void {
    this.wire();
    this.route();
    void this.loadRooms();
  }

  /** Nobody is signed in any more. */
  end(): void {
    this.live.close();
  }

  private wire(): void {
    const { api, me, signOut } = this.options;
    found('my-avatar', HTMLSpanElement).replaceWith(avatarOf(me));
    say(found('my-name', HTMLSpanElement), me);
    found('sign-out', HTMLButtonElement).addEventListener('click', () => {
      this.live.close();
      signOut();
    });
    const newRoomDialog = new NewRoomDialog(api, ({ room }) => this.made(room));
    found('new-room', HTMLButtonElement).addEventListener('click', () => newRoomDialog.open());
    onNavigation(() => this.route(true));
    for (const name of ['online', 'offline', 'focus']) addEventListener(name, () => this.back());
    document.addEventListener('visibilitychange', () => this.back());
    addEventListener('beforeunload', (event) => [...this.states.values()].some(({ outgoing }) => outgoing.length > 0) && event.preventDefault());
    setInterval(() => this.inCurrent((_room, state) => this.roomView.showTyping(state, me)), TICK_MS);
  }

  /** What the address says is shown. */
  private route(byHand = false): void {
    const before = this.current;
    this.current = roomInUrl();
    set(found('chat', HTMLDivElement), { 'data-room': this.current });
    if (this.current !== undefined) this.enter(this.current);
    this.show(); // at once: what gets the focus must be there
    if (!byHand || before === this.current) return;
    if (this.current === undefined) this.roomsView.focus(before);
    else this.roomView.focus();
  }

  private enter(room: string): void {
    if (!this.states.has(room)) this.states.set(room, newRoom(room));
    this.live.join(room);
    this.apply(room, { type: 'looked-at' });
    this.loadHistory(room);
  }

  /** Once for each room that is looked at. */
  private loadHistory(room: string): void {
    const state = this.states.get(room);
    if (state?.phase === 'open' && state.earlier === 'unknown') void this.live.earlier(room);
  }

  private async loadRooms(): Promise<void> {
    const problem = found('rooms-problem', HTMLParagraphElement);
    try {
      for (const { room } of await this.options.api.rooms()) {
        if (!this.states.has(room)) this.states.set(room, newRoom(room));
        this.live.join(room);
      }
      complain(problem, undefined);
    } catch (error) {
      complain(problem, refusalText(error));
    }
    this.draw();
  }

  private made(room: string): void {
    navigate(hrefOf(room));
    this.route(true);
  }

  private send(message: { readonly cid: string; readonly body: string; readonly at: number }): void {
    this.inCurrent((room) => {
      this.apply(room, { type: 'sending', message });
      void this.live.send(room, message);
    });
  }

  private retry(cid: string): void {
    this.inCurrent((_room, { outgoing }) => {
      const message = outgoing.find((one) => one.cid === cid);
      if (message) this.send({ cid, body: message.body, at: message.at });
    });
  }

  /** The one way in which anything about a room changes. */
  private apply(room: string, event: RoomEvent): void {
    this.states.set(room, roomAfter(this.states.get(room) ?? newRoom(room), event));
    if (room === this.current && event.type === 'opened') {
      this.apply(room, { type: 'looked-at' });
      this.loadHistory(room);
    }
    if (room === this.current && event.type === 'messages') this.markRead();
    if (event.type === 'present') this.members.refresh();
    this.draw();
  }

  /** Somebody looks again, or the network changed. */
  private back(): void {
    this.live.wake();
    if (document.visibilityState !== 'visible') return this.marks.flush();
    this.inCurrent((room, state) => unreadOf(state) > 0 && this.apply(room, { type: 'looked-at' }));
    this.markRead();
  }

  /** Read is what stands at the end of the list while somebody looks at it. */
  private markRead(): void {
    if (document.visibilityState !== 'visible' || !document.hasFocus() || !this.roomView.atEnd) return;
    this.inCurrent((room, { messages, lastRead }) => {
      const seq = messages.at(-1)?.seq ?? 0;
      if (seq <= lastRead) return;
      this.marks.say(room, seq);
      this.apply(room, { type: 'read', user: this.options.me, seq, mine: true });
    });
  }

  private connected({ state }: ChatState): void {
    const isLost = state === 'connecting' || state === 'offline';
    this.banner.show(isLost ? { text: connectionText(state, navigator.onLine) } : undefined);
    if (state === 'offline') this.lost = true;
    // Without a connection nobody knows who is there, and afterwards nobody has said which rooms one was added to.
    if (state === 'offline') [...this.states.keys()].forEach((room) => this.apply(room, { type: 'present', present: undefined }));
    if (state !== 'online' || !this.lost) return;
    this.lost = false;
    void this.loadRooms();
  }

  private inCurrent(act: (room: string, state: RoomState) => void): void {
    const state = this.current === undefined ? undefined : this.states.get(this.current);
    if (state) act(state.room, state);
  }

  /** Once for everything that happens at the same time. Not with the next picture: a page in the background has none, but a title. */
  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      this.show();
    });
  }

  private show(): void {
    const rooms = [...this.states.values()].filter(({ phase, room }) => phase !== 'closed' || room === this.current).sort((one, other) => one.room.localeCompare(other.room));
    this.roomsView.show(rooms.map((state) => ({ room: state.room, unread: unreadOf(state), current: state.room === this.current })));
    this.roomView.show(this.current === undefined ? undefined : this.states.get(this.current), this.options.me);
    this.markRead();
    const unread = rooms.reduce((sum, state) => sum + unreadOf(state), 0);
    document.title = [unread > 0 && `(${unread}) `, this.current && `#${this.current} · `, 'Team chat'].filter(Boolean).join('');
  }
}
