import { Alarm, type Clock } from './clock';
import { ChatError } from './events';
import type { Link } from './link';
import type { HistoryPage, Refusal } from '../../runtime/chat/protocol/frames';

/** AWS: "Integration timeout" is 29 seconds: an answer that has not come after this will not come. */
export const ANSWER_MS = 30_000;

export interface HistoryRange { readonly before?: number; readonly after?: number; readonly limit?: number }

/** A page, and when it was asked for: what was stored later is not in it. */
export interface Answered { readonly page: HistoryPage; readonly askedAt: number }

interface Ask { readonly range: HistoryRange; sentAt: number; resolve(answered: Answered): void; reject(error: ChatError): void }

interface World {
  readonly clock: Clock;
  /** The server's time, as far as it is known. */
  serverNow(): number;
  /** Where the room is joined now. */
  link(): Link | undefined;
}

/** Questions about one room, one at a time: answers have no number that says which question they are for. */
export class History {
  private readonly asks: Ask[] = [];
  private readonly patience: Alarm;

  constructor(private readonly room: string, private readonly world: World) {
    this.patience = new Alarm(world.clock);
  }

  ask(range: HistoryRange): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.asks.push({ range, sentAt: 0, resolve, reject });
      if (this.asks.length === 1) this.again();
    });
  }

  answered(page: HistoryPage): void {
    const [ask] = this.asks;
    if (ask === undefined || !isAnswer(page, ask.range)) return;
    this.asks.shift();
    ask.resolve({ page, askedAt: ask.sentAt });
    this.again();
  }

  refused({ code, retryAfterMs }: Refusal): void {
    if (retryAfterMs !== undefined) return this.patience.set(retryAfterMs, () => this.again());
    this.asks.shift()?.reject(new ChatError(code, `history of ${this.room}: ${code}`));
    this.again();
  }

  /** Ask what is to be asked next, be it once more. */
  again(): void {
    this.patience.clear();
    const [ask] = this.asks;
    const link = this.world.link();
    if (ask === undefined || link === undefined) return;
    this.patience.set(ANSWER_MS, () => this.again());
    link.send(() => {
      ask.sentAt = this.world.serverNow();
      return this.asks[0] === ask ? { action: 'history', room: this.room, ...ask.range } : undefined;
    });
  }

  end(error: ChatError): void {
    this.patience.clear();
    this.asks.splice(0).forEach((ask) => ask.reject(error));
  }
}

/** Late answers to a question that was asked again are no answers to the next. */
function isAnswer({ items }: HistoryPage, { before = Infinity, after = -Infinity }: HistoryRange): boolean {
  return items.every(({ seq }) => seq > after && seq < before);
}
