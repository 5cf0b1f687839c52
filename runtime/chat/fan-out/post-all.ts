import type { Callback, Now, PostOutcome, Present } from '../ports';
import type { Pace } from './pace';

/** What posting needs from the world. */
export interface PostPorts {
  readonly callback: Pick<Callback, 'post'>;
  readonly pace: Pace;
  readonly now: Now;
  readonly sleep: (millis: number) => Promise<unknown>;
  readonly random: () => number;
  readonly timeLeft: () => number;
}

/** What is to be posted to whom. */
export interface Mail {
  readonly to: readonly Present[];
  /** In this order, to each of them. */
  readonly frames: readonly string[];
  /** Not after this: milliseconds since 1970. */
  readonly until?: number;
}

/** What came of it. */
export interface Posted {
  /** Posts that arrived. */
  readonly delivered: number;
  /** Posts that were refused with 429. */
  readonly throttled: number;
  readonly gone: readonly Present[];
  /** Clients that are too slow, or broken, while the others were reached. */
  readonly givenUp: readonly Present[];
  /** Those who are still to be told, by somebody else or later. */
  readonly left: readonly Present[];
}

/** Posts under way at once. */
const AT_ONCE = 100;
/** How often a frame is offered to a connection. */
const TRIES = 3;
/** Milliseconds before the second try, on average; twice as many before the third. One client in a big room is always slow, and the others do not wait for it. */
const PAUSE = 75;
/** More connections than this share of all that cannot be reached are not slow clients: it is the throttle of the account, or all of API Gateway. */
const FLOOD_SHARE = 0.05;
/** Fewer prove nothing before the last try. */
const FLOOD_LEAST = 20;
/** Milliseconds: a post that was begun now may take six seconds, and then something has to be done about those that are left. */
const LAST_POST = 8_000;
/** Milliseconds. A timer is not more exact than this, and the next turn waits for longer. */
const SHORTEST_PAUSE = 2;

/** One connection's share: how many frames it has had, how often it was refused one, and when it may be offered one again. */
interface Letter { readonly to: Present; next: number; refusals: number; due: number }

/**
 * Post frames to connections: at the pace, in order for each of them, and with nobody waiting for a slow one. Who cannot take a frame is tried
 * again after a pause, in which the others have theirs.
 */
export async function postAll(mail: Mail, ports: PostPorts): Promise<Posted> {
  const posting = new Posting(mail, ports);
  await posting.run();
  return posting.result();
}

class Posting {
  /** Everybody who has not had everything. */
  private readonly open: Set<Letter>;
  /** Those of them who were not offered anything yet. */
  private readonly fresh: Iterator<Letter>;
  /** Those of them who are to be tried again. */
  private readonly again = new Set<Letter>();
  private readonly gone: Present[] = [];
  private readonly throttledIds = new Set<string>();
  private readonly troubled = new Set<string>();
  private readonly reached = new Set<string>();
  private delivered = 0;
  private throttled = 0;
  /** Why nothing more is posted: there are too many refusals or no time; or the frames are too old. */
  private over?: 'flood' | 'time' | 'late';

  constructor(private readonly mail: Mail, private readonly ports: PostPorts) {
    this.open = new Set(mail.to.map((to) => ({ to, next: 0, refusals: 0, due: 0 })));
    this.fresh = [...this.open].values();
  }

  public async run(): Promise<void> {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, this.open.size) }, () => this.work()));
  }

  public result(): Posted {
    const { delivered, throttled, gone } = this;
    const remaining = [...this.open].map(({ to }) => to);
    if (this.throttledIds.size > Math.max(1, this.share())) this.ports.pace.halve();
    const isSlow = this.over === undefined && remaining.length <= Math.max(this.reached.size > 0 ? 1 : 0, this.share());
    const isLate = this.over === 'late';
    return { delivered, throttled, gone, givenUp: isSlow ? remaining : [], left: isSlow || isLate ? [] : remaining };
  }

  /** One post under way at a time. Whoever puts a letter back looks for the next one afterwards, so that none is forgotten when all others have left. */
  private async work(): Promise<void> {
    for (let letter = this.take(); letter && !this.over; letter = this.take()) {
      const wait = letter.due - this.ports.now();
      if (wait > 0) await this.ports.sleep(wait);
      if (await this.isDone(letter)) this.open.delete(letter);
      else this.putBack(letter);
    }
  }

  /** The next to be offered a frame: whose pause is over, before those who are new, before whose pause is not. */
  private take(): Letter | undefined {
    const [again] = [...this.again].sort((one, other) => one.due - other.due);
    const isNow = again && again.due <= this.ports.now();
    const letter: Letter | undefined = isNow ? again : this.fresh.next().value ?? again;
    if (letter) this.again.delete(letter);
    return letter;
  }

  private putBack(letter: Letter): void {
    letter.refusals += 1;
    letter.due = this.ports.now() + PAUSE * letter.refusals * (0.5 + this.ports.random());
    if (letter.refusals < TRIES) this.again.add(letter);
  }

  /** Whether nothing more is to be posted to this connection. */
  private async isDone(letter: Letter): Promise<boolean> {
    const { frames } = this.mail;
    while (letter.next < frames.length) {
      if (!await this.turn()) return false;
      const outcome = await this.ports.callback.post(letter.to.id, frames[letter.next]);
      if (outcome === 'gone') this.gone.push(letter.to);
      if (outcome !== 'delivered') return outcome === 'gone' || this.refused(letter, outcome);
      this.delivered += 1;
      this.reached.add(letter.to.id);
      letter.next += 1;
    }
    return true;
  }

  /** Wait for one's turn; whether there is one. */
  private async turn(): Promise<boolean> {
    if (this.over) return false;
    const wait = this.ports.pace.take();
    if (wait >= SHORTEST_PAUSE) await this.ports.sleep(wait);
    const { until = Infinity } = this.mail;
    if (this.ports.now() > until) this.over ??= 'late';
    if (this.ports.timeLeft() < LAST_POST) this.over ??= 'time';
    return !this.over;
  }

  private refused({ to }: Letter, outcome: PostOutcome): false {
    if (outcome === 'throttled') {
      this.throttled += 1;
      this.throttledIds.add(to.id);
    }
    this.troubled.add(to.id);
    if (this.troubled.size > Math.max(FLOOD_LEAST, this.share())) this.over ??= 'flood';
    return false;
  }

  /** How many connections may be slow without anything being wrong. */
  private share(): number {
    return Math.floor(this.mail.to.length * FLOOD_SHARE);
  }
}
