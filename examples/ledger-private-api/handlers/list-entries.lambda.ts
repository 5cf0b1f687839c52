import { documentClient } from './dynamo/client';
import { JournalTable } from './dynamo/journal-table';
import { fromEnvironment } from './environment';
import { handlerOf } from './http/route';
import { listEntries } from './list-entries';

export const handler = handlerOf(listEntries(new JournalTable(documentClient(), fromEnvironment('JOURNAL_TABLE'))));
