import { avatarOf } from './avatar';
import { element, say, set, Showing } from './dom';
import { MessageRow, Row } from './model/rows';
import { deliveryText, isWorthRetrying } from './model/sentences';
import { clock, dayName } from './model/time';

/** What can be done with a message of mine that was not sent. */
export interface MessageActions { retry(cid: string): void; discard(cid: string): void }

/** The rows of the list of messages as elements. */
export function rowsShowing(actions: MessageActions): Showing<Row> {
  return {
    key: ({ key }) => key,
    make: (row) => (row.kind === 'message' ? madeMessage(row, actions) : madeLine(row)),
    update: (item, row) => {
      if (row.kind === 'message') updateMessage(item, row);
      if (row.kind === 'day') say(item, dayName(row.at, Date.now())); // today is yesterday tomorrow
    },
  };
}

function madeLine(row: Exclude<Row, MessageRow>): HTMLElement {
  return row.kind === 'day' ? element('li', { class: 'day' }) : element('li', { class: 'new' }, 'New');
}

function madeMessage(row: MessageRow, { retry, discard }: MessageActions): HTMLElement {
  if (row.from === '') return element('li', { class: 'notice-row' }, element('p', { class: 'body' }));
  const again = element('button', { type: 'button', class: 'again' }, 'Try again');
  const away = element('button', { type: 'button', class: 'away' }, 'Discard');
  again.addEventListener('click', () => retry(row.cid));
  away.addEventListener('click', () => discard(row.cid));
  return element('li', { class: 'message' },
    avatarOf(row.from),
    element('p', { class: 'head' }, element('span', { class: 'from' }, row.from), timeOf(row.at)),
    element('p', { class: 'body', dir: 'auto' }),
    element('p', { class: 'delivery' }, element('span', { class: 'state' }), again, away),
  );
}

function timeOf(at: number): HTMLElement {
  const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' }).format(at);
  return element('time', { datetime: new Date(at).toISOString(), title: full }, clock(at));
}

function updateMessage(item: HTMLElement, row: MessageRow): void {
  const body = item.querySelector<HTMLElement>('.body')!;
  say(body, row.redacted ? 'This message was removed' : row.body);
  body.classList.toggle('redacted', row.redacted);
  if (row.from === '') return;
  const state = row.delivery?.state;
  set(item, { class: ['message', row.continued && 'continued', row.mine && 'mine', state].filter(Boolean).join(' ') });
  updateDelivery(item.querySelector<HTMLElement>('.delivery')!, row);
}

function updateDelivery(line: HTMLElement, { delivery }: MessageRow): void {
  line.hidden = delivery === undefined;
  if (delivery) say(line.querySelector('.state')!, deliveryText(delivery));
  const failed = delivery?.state === 'failed' ? delivery.code : undefined;
  line.querySelector<HTMLElement>('.again')!.hidden = failed === undefined || !isWorthRetrying(failed);
  line.querySelector<HTMLElement>('.away')!.hidden = failed === undefined;
}
