import { Api, Refused, RoomEntry } from './api';
import { avatarOf } from './avatar';
import { complain, element, found, KeyedList, say, set } from './dom';
import { isRoomName, roomNameOf } from './model/names';

/** Buttons with `data-close` close the dialog they are in; so does a click beside it. The browser keeps the focus inside, and gives it back. */
export function closable(dialog: HTMLDialogElement): HTMLDialogElement {
  dialog.querySelectorAll('[data-close]').forEach((button) => button.addEventListener('click', () => dialog.close()));
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  return dialog;
}

/** What to say of an error of the HTTP API. */
export function refusalText(error: unknown): string {
  if (!(error instanceof Refused)) return 'There is no connection. Try again in a moment.';
  const sentence = error.message === '' ? 'that did not work' : error.message;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** "New room": what is written becomes a name as one goes. */
export class NewRoomDialog {
  private readonly dialog = closable(found('new-room-dialog', HTMLDialogElement));
  private readonly name = found('new-room-name', HTMLInputElement);
  private readonly result = found('new-room-result', HTMLParagraphElement);
  private readonly problem = found('new-room-problem', HTMLParagraphElement);
  private readonly hint = this.result.textContent;

  constructor(private readonly api: Api, private readonly made: (room: RoomEntry) => void) {
    this.name.addEventListener('input', () => this.changed());
    found('new-room-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.make();
    });
  }

  open(): void {
    this.name.value = '';
    this.changed();
    this.dialog.showModal();
    this.name.focus();
  }

  private changed(): void {
    const room = nameOf(this.name.value);
    say(this.result, room === '' || room === this.name.value ? this.hint ?? '' : `It will be called #${room}`);
    this.complain(undefined);
  }

  private async make(): Promise<void> {
    const room = nameOf(this.name.value);
    if (room === '') return this.complain('A room needs a name of letters or digits.');
    try {
      const entry = await this.api.createRoom(room);
      this.dialog.close();
      this.made(entry);
    } catch (error) {
      this.complain(refusalText(error));
    }
  }

  private complain(text: string | undefined): void {
    complain(this.problem, text);
    set(this.name, { 'aria-invalid': text !== undefined && 'true' });
    if (text) this.name.focus();
  }
}

const nameOf = (text: string): string => (isRoomName(text) ? text : roomNameOf(text));

/** Who belongs to a room, and who of them is here. */
interface MemberItem { readonly user: string; readonly isMe: boolean; readonly online?: boolean }

/** "Members", with a line to add one. */
export class MembersDialog {
  private readonly dialog = closable(found('members-dialog', HTMLDialogElement));
  private readonly name = found('add-member-name', HTMLInputElement);
  private readonly problem = found('add-member-problem', HTMLParagraphElement);
  private readonly done = found('add-member-done', HTMLParagraphElement);
  private readonly list: KeyedList<MemberItem>;
  private room = '';
  private members: readonly string[] = [];

  constructor(private readonly api: Api, private readonly me: string, private readonly online: (room: string) => readonly string[] | undefined) {
    this.list = new KeyedList(found('member-list', HTMLUListElement), { key: ({ user }) => user, make: madeMember, update: updateMember });
    this.name.addEventListener('input', () => this.complain(undefined));
    found('add-member-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.add();
    });
  }

  open(room: string): void {
    this.room = room;
    this.members = [];
    this.name.value = '';
    say(this.done, '');
    this.complain(undefined);
    this.refresh();
    this.dialog.showModal();
    void this.load();
  }

  /** Somebody came or went. */
  refresh(): void {
    const online = this.online(this.room);
    this.list.show(this.members.map((user) => ({ user, isMe: user === this.me, online: online?.includes(user) })));
  }

  private async load(): Promise<void> {
    const { room } = this;
    try {
      const members = await this.api.members(room);
      if (room === this.room) this.members = members.map(({ user }) => user);
      this.refresh();
    } catch (error) {
      this.complain(refusalText(error));
    }
  }

  private async add(): Promise<void> {
    const user = this.name.value.trim();
    if (user === '') return this.name.focus();
    say(this.done, '');
    try {
      await this.api.addMember(this.room, user);
      this.name.value = '';
      this.name.focus();
      say(this.done, `${user} is a member now.`);
      await this.load();
    } catch (error) {
      this.complain(refusalText(error));
    }
  }

  private complain(text: string | undefined): void {
    complain(this.problem, text);
    set(this.name, { 'aria-invalid': text !== undefined && 'true' });
  }
}

function madeMember({ user, isMe }: MemberItem): HTMLElement {
  return element('li', {}, avatarOf(user), element('span', { class: 'name' }, isMe ? `${user} (you)` : user), element('span', { class: 'state' }));
}

function updateMember(item: HTMLElement, { online }: MemberItem): void {
  const state = item.querySelector('.state')!;
  say(state, online === undefined ? '' : online ? 'Online' : 'Offline');
  state.classList.toggle('online', online === true);
}
