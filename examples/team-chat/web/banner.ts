import { element, found } from './dom';

/** What holds for the chat as a whole, in one line above it. */
export interface Notice { readonly text: string; readonly reload?: boolean }

/** A connection that is back at once is not worth a word. */
const PATIENCE_MS = 800;

export class Banner {
  private readonly line = found('banner', HTMLDivElement);
  private timer?: ReturnType<typeof setTimeout>;
  private shown = '';

  show(notice: Notice | undefined): void {
    clearTimeout(this.timer);
    if (!notice) return this.write(undefined);
    const isNews = this.shown === '' && !notice.reload;
    this.timer = setTimeout(() => this.write(notice), isNews ? PATIENCE_MS : 0);
  }

  private write(notice: Notice | undefined): void {
    if ((notice?.text ?? '') === this.shown) return;
    this.shown = notice?.text ?? '';
    this.line.replaceChildren(this.shown);
    if (notice?.reload) this.line.append(' ', reloadButton());
  }
}

function reloadButton(): HTMLElement {
  const button = element('button', { type: 'button' }, 'Reload');
  button.addEventListener('click', () => location.reload());
  return button;
}
