import { setTimeout as sleep } from 'node:timers/promises';
import { appendEntry } from './append-entry';
import { documentClient } from './dynamo/client';
import { JournalTable } from './dynamo/journal-table';
import { fromEnvironment } from './environment';
import { handlerOf } from './http/route';

export const handler = handlerOf(appendEntry({
  journal: new JournalTable(documentClient(), fromEnvironment('JOURNAL_TABLE')),
  clock: () => new Date(),
  pause: async (attempt) => sleep(Math.random() * 10 * 2 ** attempt),
}));
