import { Composer, ComposerEvents } from './composer';
import { complain, found, KeyedList, say } from './dom';
import { MessageActions, rowsShowing } from './message-view';
import { RoomState, typists } from './model/room';
import { Row, rowsOf } from './model/rows';
import { closedText, presenceText, typingText } from './model/sentences';
import { Scroll } from './scroll';

export interface RoomViewEvents extends ComposerEvents, MessageActions {
  earlier(): void;
  members(): void;
  /** The newest message is in view. */
  seen(): void;
}

/** After this, screen readers have seen what was put into the list. */
const QUIET_MS = 500;

/** A room: what was said, who is there, and the box to write in. */
export class RoomView {
  readonly composer: Composer;
  private readonly log = found('log', HTMLDivElement);
  private readonly list = found('messages', HTMLOListElement);
  private readonly title = found('room-title', HTMLHeadingElement);
  private readonly presence = found('presence', HTMLSpanElement);
  private readonly count = found('presence-count', HTMLSpanElement);
  private readonly typing = found('typing', HTMLParagraphElement);
  private readonly earlier = found('earlier', HTMLButtonElement);
  private readonly beginning = found('beginning', HTMLParagraphElement);
  private readonly problem = found('room-problem', HTMLParagraphElement);
  private readonly scroll: Scroll;
  private rows: KeyedList<Row>;
  private room?: string;
  private filled = false;
  /** The row at the top: another one there is history. */
  private first?: string;
  private quiet?: ReturnType<typeof setTimeout>;

  constructor(private readonly events: RoomViewEvents) {
    this.composer = new Composer(events, sessionStorage);
    this.rows = new KeyedList(this.list, rowsShowing(events));
    this.scroll = new Scroll(this.log, () => events.seen());
    this.earlier.addEventListener('click', () => events.earlier());
    found('show-members', HTMLButtonElement).addEventListener('click', () => events.members());
  }

  /** Whether the end of the list can be seen. */
  get atEnd(): boolean {
    return this.scroll.atEnd;
  }

  show(state: RoomState | undefined, me: string): void {
    found('no-room', HTMLDivElement).hidden = state !== undefined;
    found('open-room', HTMLDivElement).hidden = state === undefined;
    if (state?.room !== this.room) this.change(state?.room);
    if (!state) return;
    this.showHead(state, me);
    this.showMessages(state, me);
    this.composer.open(state.room, { me, mayWrite: state.phase !== 'closed' && state.role !== 'reader' });
  }

  /** Only who types: it ends by itself. */
  showTyping(state: RoomState, me: string): void {
    say(this.typing, typingText(typists(state, me, Date.now())));
  }

  /** Where to begin: the box to write in; on a screen where that would bring up a keyboard, the name of the room. */
  focus(): void {
    if (matchMedia('(pointer: coarse)').matches) this.title.focus();
    else this.composer.focus();
  }

  private change(room: string | undefined): void {
    this.room = room;
    this.filled = false;
    this.list.replaceChildren();
    this.rows = new KeyedList(this.list, rowsShowing(this.events));
    this.scroll.toEnd();
  }

  private showHead(state: RoomState, me: string): void {
    say(this.title, state.room);
    say(this.presence, presenceText(state.phase === 'open' ? state.present : undefined, me));
    say(this.count, state.present ? state.present.count.toLocaleString() : '');
    this.presence.classList.toggle('live', state.phase === 'open' && state.present !== undefined);
    complain(this.problem, state.phase === 'closed' ? closedText(state.closedFor ?? '') : undefined);
    this.showTyping(state, me);
  }

  private showMessages(state: RoomState, me: string): void {
    const rows = rowsOf(state, me);
    const isFilled = this.filled || (state.earlier !== 'unknown' && state.earlier !== 'loading');
    this.announce({ isHistory: !this.filled || rows[0]?.key !== this.first });
    this.log.setAttribute('aria-busy', String(state.earlier === 'unknown' || state.earlier === 'loading'));
    this.showEarlier(state, rows.length);
    this.scroll.keeping(() => this.rows.show(rows), { last: rows.at(-1)?.key, isMine: isOnItsWay(rows.at(-1)) });
    if (isFilled && !this.filled) this.scroll.toNew();
    this.filled = isFilled;
    this.first = rows[0]?.key;
  }

  /** What is said now is read out; what was said before is not. */
  private announce({ isHistory }: { readonly isHistory: boolean }): void {
    if (!isHistory && this.quiet) return;
    this.log.setAttribute('aria-live', isHistory ? 'off' : 'polite');
    if (!isHistory) return;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      this.quiet = undefined;
      this.log.setAttribute('aria-live', 'polite');
    }, QUIET_MS);
  }

  private showEarlier({ room, earlier, phase }: RoomState, rows: number): void {
    this.earlier.hidden = earlier === 'unknown' || earlier === 'none' || phase === 'closed';
    this.earlier.setAttribute('aria-disabled', String(earlier === 'loading'));
    say(this.earlier, earlier === 'loading' ? 'Loading…' : earlier === 'failed' ? 'That did not work. Try again' : 'Load earlier messages');
    this.beginning.hidden = earlier !== 'none';
    say(this.beginning, rows === 0 ? 'Nobody has said anything yet.' : `This is where #${room} begins.`);
  }
}

function isOnItsWay(row: Row | undefined): boolean {
  return row?.kind === 'message' && row.delivery?.state === 'sending';
}
