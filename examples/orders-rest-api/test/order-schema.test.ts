import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { event } from './support/event';
import { placementOf } from '../handlers/http/request';
import { ORDER_SCHEMA } from '../handlers/shop/order-schema';
import { Refusal } from '../handlers/shop/refusal';

/** The gateway checks a body first and the handler once more: they must be of one mind. */
const gatewayTakes = new Ajv({ strict: false }).compile(ORDER_SCHEMA);

function handlerTakes(body: unknown): boolean {
  try {
    placementOf(event('POST /orders', { customer: 'ann', headers: { 'Idempotency-Key': '12345678' }, body: JSON.stringify(body) }));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'BAD_REQUEST_BODY') return false;
    throw error;
  }
}

/** Orders that are right, nearly right, and not at all; ids differ, because only the handler can see a product listed twice. */
const productId = fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/), fc.string({ maxLength: 3 }), fc.constant('a'.repeat(65)));
const quantity = fc.oneof(fc.integer({ min: -1, max: 101 }), fc.double({ noNaN: true, min: 0, max: 3 }), fc.constantFrom('1', null, true));
const line = fc.oneof({ weight: 9, arbitrary: fc.record({ productId, quantity }) }, { weight: 1, arbitrary: fc.jsonValue() });
const lines = fc.uniqueArray(line, { maxLength: 22, selector: (each) => (each as { productId?: string } | null)?.productId });
const body = fc.oneof(fc.record({ lines }), fc.record({ lines, more: fc.constant(1) }, { requiredKeys: [] }), fc.jsonValue());

test('the handler takes a body exactly if the gateway does', () => {
  fc.assert(fc.property(body, (given) => handlerTakes(given) === gatewayTakes(given)), { numRuns: 2000 });
});

test('both take an order that is right', () => {
  const right = { lines: [{ productId: 'green-tea', quantity: 99 }, { productId: 'cup', quantity: 1 }] };
  expect([gatewayTakes(right), handlerTakes(right)]).toEqual([true, true]);
});
