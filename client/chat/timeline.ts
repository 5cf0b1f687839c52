import { Alarm, type Clock } from './clock';
import type { ChatError } from './events';
import { type Answered, History, type HistoryRange } from './history';
import type { Link } from './link';
import { Sequence, type Step } from './sequence';
import type { ChatMessage, HistoryPage, Joined, Refusal } from '../../runtime/chat/protocol/frames';
import { HISTORY_MAX } from '../../runtime/chat/protocol/limits';

export interface TimelineWorld {
  readonly clock: Clock;
  /** The server's time, as far as it is known. */
  serverNow(): number;
  /** Where the room is joined now. */
  link(): Link | undefined;
  show(step: Step): void;
}

/** What was said in a room: asks the history for what does not come by itself. */
export class Timeline {
  private readonly sequence = new Sequence();
  private readonly history: History;
  private readonly gap: Alarm;
  private refilling = false;
  private over = false;

  constructor(room: string, private readonly world: TimelineWorld) {
    this.history = new History(room, world);
    this.gap = new Alarm(world.clock);
  }

  /** What to join after. */
  get last(): number | undefined {
    return this.sequence.last;
  }

  /** Joined, having asked for everything after this number at this time. */
  joined({ head, items, more }: Joined, after: number | undefined, askedAt: number): void {
    if (this.last === undefined) this.begin(head, after, askedAt);
    if (after !== undefined) this.fill({ after, items, next: more ? items.at(-1)?.seq : undefined, askedAt });
    this.history.again();
    this.watch();
  }

  live(messages: readonly ChatMessage[]): void {
    this.world.show(this.sequence.live(messages, this.world.serverNow()));
    this.watch();
  }

  redact(seq: number): void {
    this.world.show(this.sequence.redact(seq));
  }

  ask(range: HistoryRange): Promise<Answered> {
    return this.history.ask(range);
  }

  answered(page: HistoryPage): void {
    this.history.answered(page);
  }

  refused(refusal: Refusal): void {
    this.history.refused(refusal);
  }

  again(): void {
    this.history.again();
  }

  end(error: ChatError): void {
    this.over = true;
    this.gap.clear();
    this.history.end(error);
  }

  private begin(head: number, after: number | undefined, askedAt: number): void {
    // A number beyond the newest is of a room that is no more: nothing would ever come after it.
    this.world.show(after === undefined ? this.sequence.beginAt(head, askedAt) : this.sequence.beginAfter(Math.min(after, head), askedAt));
  }

  private fill(page: { readonly after: number; readonly items: readonly ChatMessage[]; readonly next?: number; readonly askedAt: number }): void {
    this.world.show(this.sequence.page(page, this.world.serverNow()));
  }

  /** Have the next gap looked after. */
  private watch(): void {
    const due = this.over || this.refilling ? undefined : this.sequence.dueAt();
    if (due === undefined) return this.gap.clear();
    const wait = due - this.world.serverNow();
    if (wait <= 0) this.refill();
    else this.gap.set(wait, () => this.watch());
  }

  private refill(): void {
    this.refilling = true;
    const after = this.sequence.ask(this.world.serverNow());
    const done = (): void => {
      this.refilling = false;
      this.watch();
    };
    this.history.ask({ after, limit: HISTORY_MAX }).then(({ page, askedAt }) => {
      this.fill({ after, items: page.items, next: page.next, askedAt });
      done();
    }, done);
  }
}
