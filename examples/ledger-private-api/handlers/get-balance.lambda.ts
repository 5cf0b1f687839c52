import { documentClient } from './dynamo/client';
import { JournalTable } from './dynamo/journal-table';
import { fromEnvironment } from './environment';
import { getBalance } from './get-balance';
import { handlerOf } from './http/route';

export const handler = handlerOf(getBalance(new JournalTable(documentClient(), fromEnvironment('JOURNAL_TABLE'))));
