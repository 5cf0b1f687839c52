import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { event } from './support/event';
import { postingOf } from '../handlers/http/request';
import { ENTRY_SCHEMA } from '../handlers/ledger/entry-schema';
import { Refusal } from '../handlers/ledger/refusal';

/** The gateway checks a body first and the handler once more: they must be of one mind. */
const gatewayTakes = new Ajv({ strict: false }).compile(ENTRY_SCHEMA);

function handlerTakes(body: unknown): boolean {
  try {
    postingOf(event('POST /accounts/{account}/entries', { account: 'cash', headers: { 'Idempotency-Key': '12345678' }, body: JSON.stringify(body) }));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'BAD_REQUEST_BODY') return false;
    throw error;
  }
}

/** Entries that are right, nearly right, and not at all. */
const amount = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.double({ noNaN: true }), fc.constantFrom(1e12, -1e12, 1e12 + 1, '1', null, true));
const currency = fc.oneof(fc.constantFrom('EUR', 'JPY', 'eur', 'EU', 'EURO', ''), fc.string());
const memo = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 150 }), fc.constantFrom('🧾'.repeat(140), '🧾'.repeat(141), ''));
const entry = { amount, currency, memo };
const nearly = fc.record({ ...entry, more: fc.constant(1) }, { requiredKeys: [] });
const body = fc.oneof({ weight: 5, arbitrary: fc.record(entry) }, nearly, fc.jsonValue());

test('the handler takes a body exactly if the gateway does', () => {
  fc.assert(fc.property(body, (given) => handlerTakes(given) === gatewayTakes(given)), { numRuns: 2000 });
});

test('both take an entry that is right', () => {
  const right = { amount: -1_000_000_000_000, currency: 'JPY', memo: '🧾'.repeat(140) };
  expect([gatewayTakes(right), handlerTakes(right)]).toEqual([true, true]);
});
