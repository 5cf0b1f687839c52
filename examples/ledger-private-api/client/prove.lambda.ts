import { randomUUID } from 'node:crypto';
import { LedgerClient } from './ledger-client';
import { Proof, prove } from './prove';
import { fromEnvironment } from '../handlers/environment';

/** Lambda puts the role of the function into the environment of the function. */
const ledger = new LedgerClient(fromEnvironment('LEDGER_URL'), {
  region: fromEnvironment('AWS_REGION'),
  accessKeyId: fromEnvironment('AWS_ACCESS_KEY_ID'),
  secretAccessKey: fromEnvironment('AWS_SECRET_ACCESS_KEY'),
  sessionToken: process.env.AWS_SESSION_TOKEN,
});

/** `aws lambda invoke` calls this. What the caller sends is not read: whoever may invoke it cannot make it do anything else. */
export async function handler(): Promise<Proof> {
  return prove({ ledger, newKey: randomUUID });
}
