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
/**
 * Milliseconds before the second try, on average; twice as many before the third. A task waits for its slowest client, and one client in a big room
 * is always slow: what they have together is all that a task is held up for.
 */
const PAUSE = 75;
/** More connections than this share of all that cannot be reached are not slow clients: it is the throttle of the account, or all of API Gateway. */
const FLOOD_SHARE = 0.05;
/** Fewer prove nothing before the last try. */
const FLOOD_LEAST = 20;
/** Milliseconds: a post that was begun now may take three seconds, and then something has to be done about those that are left. */
const LAST_POST = 8_000;
/** Milliseconds. A timer is not more exact than this, and the next turn waits for longer. */
const SHORTEST_PAUSE = 2;

/** One connection's share, and how far it is. */
interface Letter { readonly to: Present; next: number }

/**
 * Post frames to connections: at the pace, in order for each of them, and with nobody waiting for a slow one. Who cannot take a frame is tried
 * again when all others have had theirs.
 */
export async function postAll(mail: Mail, ports: PostPorts): Promise<Posted> {
  const posting = new Posting(mail, ports);
  let letters: readonly Letter[] = mail.to.map((to) => ({ to, next: 0 }));
  for (let round = 0; round < TRIES && letters.length > 0 && !posting.isOver; round += 1) {
    if (round > 0) await ports.sleep(PAUSE * round * (0.5 + ports.random()));
    letters = await posting.round(letters);
  }
  return posting.result(letters.map(({ to }) => to));
}

class Posting {
  private readonly gone: Present[] = [];
  private readonly throttledIds = new Set<string>();
  private readonly troubled = new Set<string>();
  private readonly reached = new Set<string>();
  private delivered = 0;
  private throttled = 0;
  /** Why nothing more is posted: there are too many refusals or no time; or the frames are too old. */
  private over?: 'flood' | 'time' | 'late';

  constructor(private readonly mail: Mail, private readonly ports: PostPorts) {}

  public get isOver(): boolean {
    return this.over !== undefined;
  }

  /** Offer every letter once; answers with those that are to be offered again. */
  public async round(letters: readonly Letter[]): Promise<readonly Letter[]> {
    const again: Letter[] = [];
    const queue = letters.values();
    const worker = async () => {
      for (const letter of queue) if (!await this.isDone(letter)) again.push(letter);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, letters.length) }, worker));
    return again;
  }

  public result(remaining: readonly Present[]): Posted {
    const { delivered, throttled, gone } = this;
    if (this.throttledIds.size > Math.max(1, this.share())) this.ports.pace.halve();
    const isSlow = this.over === undefined && remaining.length <= Math.max(this.reached.size > 0 ? 1 : 0, this.share());
    const isLate = this.over === 'late';
    return { delivered, throttled, gone, givenUp: isSlow ? remaining : [], left: isSlow || isLate ? [] : remaining };
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
    if (this.isOver) return false;
    const wait = this.ports.pace.take();
    if (wait >= SHORTEST_PAUSE) await this.ports.sleep(wait);
    const { until = Infinity } = this.mail;
    if (this.ports.now() > until) this.over ??= 'late';
    if (this.ports.timeLeft() < LAST_POST) this.over ??= 'time';
    return !this.isOver;
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
