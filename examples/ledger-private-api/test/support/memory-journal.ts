import { Entry, Journal } from '../../handlers/ledger/journal';
import { Page, PageRequest } from '../../handlers/ledger/page';

/** The journal kept in memory. `journal.test.ts` holds it to the same laws as the DynamoDB table. */
export class MemoryJournal implements Journal {
  readonly entries: Entry[] = [];

  async last(account: string): Promise<Entry | undefined> {
    return this.of(account)[0];
  }

  async find(account: string, idempotencyKey: string): Promise<Entry | undefined> {
    return this.of(account).find((entry) => entry.idempotencyKey === idempotencyKey);
  }

  /** Without a pause, so that looking and writing are one step, as a conditional write is. */
  async append(entry: Entry): Promise<boolean> {
    const taken = this.of(entry.account).some(({ sequence }) => sequence === entry.sequence);
    if (!taken) this.entries.push(entry);
    return !taken;
  }

  /** As DynamoDB does: a full page names its last place, even when nothing follows it. */
  async page(account: string, { limit, before = Infinity }: PageRequest): Promise<Page<Entry>> {
    const entries = this.of(account).filter(({ sequence }) => sequence < before).slice(0, limit);
    return { entries, next: entries.length === limit ? entries.at(-1)?.sequence : undefined };
  }

  /** Newest first. */
  private of(account: string): Entry[] {
    return this.entries.filter((entry) => entry.account === account).sort((one, other) => other.sequence - one.sequence);
  }
}
