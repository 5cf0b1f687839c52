import { isDeepStrictEqual } from 'node:util';
import { Answer, LedgerClient } from './ledger-client';

/** Its own account, so that nobody's books have a test in them. Shared with the stack, which lets the test client use this one and no other. */
export const TEST_ACCOUNT = 'test-client';

/** One thing that was tried, and what came of it. */
export interface Sight {
  readonly check: string;
  readonly passed: boolean;
  /** None when there was no answer at all. */
  readonly status?: number;
  readonly body?: unknown;
  /** Why there was none: `ENOTFOUND` is DNS, a timeout is a security group, a certificate speaks for itself. */
  readonly error?: string;
}

export interface Proof {
  readonly passed: boolean;
  readonly seen: readonly Sight[];
}

/** What the proof works with. */
export interface Trial {
  readonly ledger: LedgerClient;
  readonly newKey: () => string;
}

/** Uses the ledger as a service would and tells what it saw. It stops when there is no answer, which is seen as well. */
export async function prove(trial: Trial): Promise<Proof> {
  const seen: Sight[] = [];
  try {
    for await (const sight of sights(trial)) seen.push(sight);
  } catch (error) {
    seen.push({ check: 'the ledger answers', passed: false, error: causeOf(error) });
  }
  return { passed: seen.every(({ passed }) => passed), seen };
}

async function* sights({ ledger, newKey }: Trial): AsyncGenerator<Sight> {
  const entry = { amount: 100, currency: 'EUR', memo: 'the test client was here' };
  const key = newKey();
  const posted = await ledger.post(TEST_ACCOUNT, key, entry);
  yield saw('an entry is posted', posted, posted.status === 201);
  const again = await ledger.post(TEST_ACCOUNT, key, entry);
  yield saw('sent again, it is the same entry', again, isDeepStrictEqual(again, posted));
  const listed = await ledger.entries(TEST_ACCOUNT, 25);
  yield saw('the entry is in the account', listed, listed.status === 200 && entriesIn(listed).some((one) => isDeepStrictEqual(one, posted.body)));

  const undone = await ledger.post(TEST_ACCOUNT, newKey(), { ...entry, amount: -entry.amount, memo: 'and has left again' });
  yield saw('what was posted is taken back by another entry', undone, undone.status === 201);
  const balance = await ledger.balance(TEST_ACCOUNT);
  yield saw('the account has a balance', balance, balance.status === 200);
  yield* refusals({ ledger, newKey });
}

async function* refusals({ ledger, newKey }: Trial): AsyncGenerator<Sight> {
  const malformed = await ledger.post(TEST_ACCOUNT, newKey(), { amount: 100, currency: 'euros', memo: 'no such currency' });
  yield saw('what is no entry is refused', malformed, malformed.status === 400);
  const foreign = await ledger.balance('somebody-else');
  yield saw('the account of somebody else is out of bounds', foreign, foreign.status === 403);
  const unsigned = await ledger.balanceUnsigned(TEST_ACCOUNT);
  yield saw('without a signature nobody gets in', unsigned, unsigned.status === 403);
}

function saw(check: string, { status, body }: Answer, passed: boolean): Sight {
  return { check, passed, status, body };
}

function entriesIn({ body }: Answer): unknown[] {
  const { entries } = body as { entries?: unknown };
  return Array.isArray(entries) ? entries : [];
}

/** fetch says that it failed; why is in the cause. */
function causeOf(error: unknown): string {
  const { cause = error } = error as { cause?: unknown };
  const { code, name, message } = cause as { code?: unknown; name?: string; message?: string };
  return [typeof code === 'string' ? code : name, message].filter(Boolean).join(': ');
}
