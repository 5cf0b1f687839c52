import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { LedgerFunction } from './ledger-function';
import { ENTRIES_BY_KEY } from '../handlers/dynamo/journal-table';

export interface LedgerFunctionsProps {
  readonly table: Table;
}

/** One function per route, each allowed exactly what its handler does. Nobody may change an entry or delete one. */
export class LedgerFunctions extends Construct {
  public readonly appendEntry: LedgerFunction;
  public readonly listEntries: LedgerFunction;
  public readonly getBalance: LedgerFunction;

  constructor(scope: Construct, id: string, { table: { tableName, tableArn } }: LedgerFunctionsProps) {
    super(scope, id);
    const environment = { JOURNAL_TABLE: tableName };
    const read = { action: 'dynamodb:Query', on: tableArn };

    this.appendEntry = new LedgerFunction(this, 'AppendEntry', {
      code: 'append-entry',
      environment,
      allow: [read, { action: 'dynamodb:Query', on: `${tableArn}/index/${ENTRIES_BY_KEY}` }, { action: 'dynamodb:PutItem', on: tableArn }],
    });
    this.listEntries = new LedgerFunction(this, 'ListEntries', { code: 'list-entries', environment, allow: [read] });
    this.getBalance = new LedgerFunction(this, 'GetBalance', { code: 'get-balance', environment, allow: [read] });
  }
}
