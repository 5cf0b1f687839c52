import { found, say } from './dom';
import { BODY_BYTES, bodyOf, budgetOf } from './model/length';

export interface ComposerEvents {
  send(body: string): void;
  /** Something is being written: told on every key. */
  typing(): void;
}

/** The box messages are written in. What was begun in a room is there again when one comes back to it, in this tab. */
export class Composer {
  private readonly form = found('composer', HTMLFormElement);
  private readonly box = found('message', HTMLTextAreaElement);
  private readonly button = found('send', HTMLButtonElement);
  private readonly left = found('message-left', HTMLParagraphElement);
  /** Where the draft is kept: each person's own, in each room. */
  private key = '';

  constructor(private readonly events: ComposerEvents, private readonly drafts: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    if (isTouched()) this.explainTouch();
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener('keydown', (event) => this.pressed(event));
    this.box.addEventListener('input', () => this.changed());
  }

  open(room: string, { me, mayWrite }: { readonly me: string; readonly mayWrite: boolean }): void {
    this.box.disabled = !mayWrite;
    this.button.disabled = !mayWrite;
    this.box.placeholder = mayWrite ? `Message #${room}` : 'You cannot write here';
    const key = `team-chat.draft.${me} ${room}`;
    if (key === this.key) return;
    this.key = key;
    this.box.value = this.drafts.getItem(key) ?? '';
    this.check();
  }

  focus(): void {
    this.box.focus();
  }

  /** Enter sends, but not the one that ends a word in Japanese or Chinese; on a touch screen, which has no Shift, it starts a new line. */
  private pressed(event: KeyboardEvent): void {
    const sends = event.key === 'Enter' && !event.shiftKey && !event.isComposing && !isTouched();
    if (!sends) return;
    event.preventDefault();
    this.submit();
  }

  private explainTouch(): void {
    this.box.enterKeyHint = 'enter';
    say(found('message-help', HTMLParagraphElement), 'Enter starts a new line, the button sends.');
  }

  private submit(): void {
    const body = bodyOf(this.box.value);
    if (body === '' || this.box.disabled || budgetOf(body, BODY_BYTES).over) return this.focus();
    this.events.send(body);
    this.box.value = '';
    this.changed();
    this.focus();
  }

  private changed(): void {
    const { value } = this.box;
    if (value === '') this.drafts.removeItem(this.key);
    else this.drafts.setItem(this.key, value);
    this.check();
    if (value.trim() !== '') this.events.typing();
  }

  private check(): void {
    const { left, near, over } = budgetOf(bodyOf(this.box.value), BODY_BYTES);
    this.form.classList.toggle('over', over);
    this.box.setAttribute('aria-invalid', String(over));
    this.button.setAttribute('aria-disabled', String(over));
    // Rounded, so that not every key is read out.
    say(this.left, over ? `${(-left).toLocaleString()} bytes too long: send it in parts` : near ? `About ${rounded(left).toLocaleString()} bytes left` : '');
  }
}

/** By fingers, with a keyboard on the screen. */
const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches;

const rounded = (bytes: number): number => (bytes >= 100 ? Math.floor(bytes / 100) * 100 : Math.floor(bytes / 10) * 10);
