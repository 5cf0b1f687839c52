import { found, say } from './dom';

/** This near to the end counts as the end. */
const NEAR_PX = 48;

/** What is at the end of the list after a change. */
export interface Tail {
  /** The key of the last row. */
  readonly last: string | undefined;
  /** I have just written it. */
  readonly isMine: boolean;
}

/** Where the list of messages stands: at the end, which it follows, or at something that is being read, which stays where it is. */
export class Scroll {
  private readonly button = found('jump', HTMLButtonElement);
  private readonly text = found('jump-text', HTMLSpanElement);
  private following = true;
  private last?: string;
  private missed = false;

  constructor(private readonly log: HTMLElement, private readonly seen: () => void) {
    log.addEventListener('scroll', () => this.moved(), { passive: true });
    this.button.addEventListener('click', () => {
      this.toEnd();
      log.focus();
    });
    // A keyboard that comes up, a window that is made smaller: the end stays in view.
    new ResizeObserver(() => this.following && this.jump()).observe(log);
  }

  get atEnd(): boolean {
    return this.following;
  }

  toEnd(): void {
    this.following = true;
    this.missed = false;
    this.jump();
    this.showButton();
  }

  /** To the line "New" when it is further up than one screen; else to the end. */
  toNew(): void {
    this.toEnd();
    const line = this.log.querySelector<HTMLElement>('.new');
    if (!line || line.offsetTop >= this.log.scrollTop) return;
    this.log.scrollTop = Math.max(0, line.offsetTop - NEAR_PX);
    this.moved();
  }

  /** Change the list, and keep what is in view in view. */
  keeping(change: () => void, { last, isMine }: Tail): void {
    const anchor = this.following ? undefined : this.firstInView();
    const before = anchor?.getBoundingClientRect().top;
    change();
    const isNew = last !== this.last;
    this.last = last;
    if (this.following || (isNew && isMine)) return this.toEnd();
    if (anchor?.isConnected && before !== undefined) this.log.scrollTop += anchor.getBoundingClientRect().top - before;
    this.missed ||= isNew;
    this.showButton();
  }

  private jump(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }

  private moved(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.following = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.following) {
      this.missed = false;
      this.seen();
    }
    this.showButton();
  }

  /** Of messages: lines between them move when something earlier comes. */
  private firstInView(): Element | undefined {
    const top = this.log.getBoundingClientRect().top;
    return [...this.log.querySelectorAll('.message')].find((row) => row.getBoundingClientRect().bottom > top);
  }

  private showButton(): void {
    this.button.hidden = this.following;
    this.button.classList.toggle('unread', this.missed);
    say(this.text, this.missed ? 'New messages' : 'Newest messages');
  }
}
