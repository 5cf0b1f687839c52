import Table from 'cli-table3';
import { explain } from './failure';

/** One thing that was looked at. */
interface Result {
  readonly subject: string;
  readonly law: string;
  readonly failure?: string;
}

/** Something a later step cannot do without went wrong; it has been reported already. */
export class Abandoned extends Error {}

/** Tells what is going on while it goes on, and counts. */
export class Report {
  private readonly results: Result[] = [];
  private readonly notes: string[] = [];
  private subject = '';
  private frozen = false;

  /** Everything that follows is about this. */
  about(subject: string): void {
    this.subject = subject;
    process.stdout.write(`\n${subject}\n`);
  }

  /** Nothing more is told: whatever is going on does not come to its end any more. */
  freeze(): void {
    this.frozen = true;
  }

  /** Looks at one thing, a sentence that must hold, and goes on whatever comes of it. */
  async check(law: string, look: () => unknown): Promise<void> {
    await this.attempt(law, async () => {
      await this.must(law, look);
    });
  }

  /** Does several things until one is given up; whatever else goes wrong counts as a failure too. */
  async attempt(law: string, steps: () => Promise<void>): Promise<void> {
    await steps().catch((error: unknown) => {
      if (error instanceof Abandoned) return;
      process.stdout.write(`  ${law} …`);
      this.record({ subject: this.subject, law, failure: explain(error) }, Date.now());
    });
  }

  /** As `check`, for what later steps stand on: answers what was found, or gives the subject up. */
  async must<T>(law: string, look: () => Promise<T> | T): Promise<T> {
    const started = Date.now();
    process.stdout.write(`  ${law} …`);
    try {
      const found = await look();
      await this.melted();
      this.record({ subject: this.subject, law }, started);
      return found;
    } catch (error) {
      await this.melted();
      this.record({ subject: this.subject, law, failure: explain(error) }, started);
      throw new Abandoned(law, { cause: error });
    }
  }

  /** Said at the end: what is true, but neither passed nor failed. */
  note(text: string): void {
    this.notes.push(text);
  }

  /** The table, the failures once more, and the line everything ends with. */
  close(): boolean {
    const failed = this.results.filter(({ failure }) => failure !== undefined);
    process.stdout.write(`\n${this.table()}\n`);
    this.notes.forEach((note) => process.stdout.write(`note: ${note}\n`));
    failed.forEach(({ subject, law, failure }) => process.stdout.write(`\n✗ ${subject}: ${law}\n${indented(failure ?? '')}\n`));
    process.stdout.write(`\n${this.results.length - failed.length} passed, ${failed.length} failed\n`);
    return failed.length === 0;
  }

  /** Never, once frozen. */
  private async melted(): Promise<void> {
    if (this.frozen) await new Promise(() => undefined);
  }

  private record(result: Result, started: number): void {
    this.results.push(result);
    const sign = result.failure === undefined ? '✓' : '✗';
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(` ${sign} ${seconds} s\n`);
    if (result.failure !== undefined) process.stdout.write(`${indented(result.failure)}\n`);
  }

  private table(): string {
    const table = new Table({ head: ['what', 'passed', 'failed'], style: { head: [], border: [] } });
    for (const subject of new Set(this.results.map((result) => result.subject))) {
      const mine = this.results.filter((result) => result.subject === subject);
      const failed = mine.filter(({ failure }) => failure !== undefined).length;
      table.push([subject, mine.length - failed, failed]);
    }
    return table.toString();
  }
}

function indented(text: string): string {
  return text.split('\n').map((line) => `      ${line}`).join('\n');
}
