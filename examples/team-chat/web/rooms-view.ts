import { element, found, KeyedList, say, set } from './dom';

/** A room in the list. */
export interface RoomItem { readonly room: string; readonly unread: number; readonly current: boolean }

const MANY = 99;
const PICK = 'Your rooms are on the left. What is said in them arrives as it is written.';
const BEGIN = 'Make one with + and add the people you want to talk to, or ask somebody to add you to theirs.';

/** The list of my rooms. Links, so that they can be opened in another tab, too. */
export class RoomsView {
  private readonly list: KeyedList<RoomItem>;
  private readonly none = found('no-rooms', HTMLParagraphElement);

  constructor() {
    this.list = new KeyedList(found('room-list', HTMLUListElement), { key: ({ room }) => room, make, update });
  }

  show(rooms: readonly RoomItem[]): void {
    this.list.show(rooms);
    this.none.hidden = rooms.length > 0;
    say(found('no-room-title', HTMLHeadingElement), rooms.length > 0 ? 'Pick a room' : 'Begin with a room');
    say(found('no-room-text', HTMLParagraphElement), rooms.length > 0 ? PICK : BEGIN);
  }

  /** Where the focus goes when a room is left. */
  focus(room?: string): void {
    const link = room === undefined ? null : document.querySelector<HTMLElement>(`#room-list a[href="${CSS.escape(hrefOf(room))}"]`);
    (link ?? found('rooms-title', HTMLHeadingElement)).focus();
  }
}

/** Names of rooms need no escaping. */
export const hrefOf = (room: string): string => `?room=${room}`;

function make({ room }: RoomItem): HTMLElement {
  return element('li', {}, element('a', { href: hrefOf(room) }, element('span', { class: 'name' }, room)));
}

function update(item: HTMLElement, { unread, current }: RoomItem): void {
  const link = item.querySelector('a')!;
  set(link, { 'aria-current': current && 'page', 'class': unread > 0 && 'unread' });
  const badge = link.querySelector('.badge');
  if (unread === 0) return badge?.remove();
  const shown = badge ?? link.appendChild(element('span', { class: 'badge' }, element('span'), element('span', { class: 'visually-hidden' }, ' unread')));
  say(shown.firstElementChild!, unread > MANY ? `${MANY}+` : String(unread));
}
