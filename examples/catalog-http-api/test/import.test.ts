import fc from 'fast-check';
import { queueEvent } from './support/events';
import { MemoryCatalogue } from './support/memory-catalogue';
import { CUP, delivered, POT, TEA } from './support/products';
import { productsOf, unpack } from '../handlers/catalogue/delivery';
import { Refusal } from '../handlers/catalogue/refusal';
import { fromQueue } from '../handlers/queue/messages';

let catalogue: MemoryCatalogue;
let lines: string[];
beforeEach(() => {
  catalogue = new MemoryCatalogue();
  lines = [];
});

const importing = (bodies: Record<string, unknown>, sentAt?: number) => fromQueue(
  (delivery) => unpack(catalogue, delivery), (line) => lines.push(line),
)(queueEvent(bodies, sentAt));

const GOOD = { products: [delivered(TEA), delivered(POT)] };

test('an import puts its products into the catalogue', async () => {
  expect(await importing({ one: GOOD })).toEqual({ batchItemFailures: [] });
  expect(await catalogue.find('green-tea')).toEqual(TEA);
  expect(await catalogue.find('tea-pot')).toEqual(POT);
});

test('of a batch only what failed comes again', async () => {
  expect(await importing({ bad: 'no JSON', good: { products: [delivered(CUP)] }, worse: { products: [] } })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'bad' }, { itemIdentifier: 'worse' }],
  });
  expect(await catalogue.find('cup')).toEqual(CUP);
});

test('an import with one bad product changes nothing', async () => {
  await importing({ one: { products: [delivered(TEA), { ...delivered(POT), priceCents: -1 }] } });
  expect(await catalogue.find('green-tea')).toBeUndefined();
});

test('an import that comes again after a later one changes nothing', async () => {
  const earlier = { products: [{ ...delivered(TEA), priceCents: 1 }] };
  await importing({ one: earlier }, 1_000);
  await importing({ two: GOOD }, 2_000);
  await importing({ one: earlier }, 1_000);
  expect(await catalogue.find('green-tea')).toEqual(TEA);
});

test('a description may be left out', () => {
  expect(productsOf('{"products":[{"productId":"cup","title":"Cup","priceCents":0}]}')).toEqual([
    { productId: 'cup', title: 'Cup', description: '', price: { cents: 0, currency: 'EUR' } },
  ]);
});

test.each<[string, unknown]>([
  ['the import is not JSON', '{'],
  ['with 1 to 100 products', []],
  ['with 1 to 100 products', null],
  ['with 1 to 100 products', { products: Array.from({ length: 101 }, (_each, index) => ({ ...delivered(TEA), productId: `tea-${index}` })) }],
  ['with 1 to 100 products', { ...GOOD, more: true }],
  ['listed twice', { products: [delivered(TEA), delivered(TEA)] }],
  ['product 0 has the wrong fields', { products: [null] }],
  ['product 1 has the wrong fields', { products: [delivered(TEA), { ...delivered(POT), price: 1 }] }],
  ['product 0 has no usable productId', { products: [{ ...delivered(TEA), productId: 'Green Tea' }] }],
  ['product 0 has no title', { products: [{ ...delivered(TEA), title: '' }] }],
  ['product 0 has a description of more than', { products: [{ ...delivered(TEA), description: 'x'.repeat(2001) }] }],
  ['product 0 has no price', { products: [{ ...delivered(TEA), priceCents: 7.49 }] }],
  ['product 0 has no price', { products: [{ ...delivered(TEA), priceCents: '749' }] }],
])('refused with "%s": %j', async (message, body) => {
  expect(await importing({ one: body })).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'WARN', code: 'BAD_IMPORT', messageId: 'one', received: 1, message: expect.stringContaining(message) });
});

test('whatever arrives is either read or refused', () => {
  const field = fc.oneof(fc.string({ maxLength: 3 }), fc.double(), fc.integer(), fc.constant(null));
  const product = fc.record({ productId: field, title: field, description: field, priceCents: field }, { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(fc.record({ products: fc.array(fc.oneof(product, fc.jsonValue())) }), fc.jsonValue()), (body) => {
    try {
      productsOf(JSON.stringify(body)).forEach(({ price: { cents } }) => expect(Number.isSafeInteger(cents) && cents >= 0).toBe(true));
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  }), { numRuns: 500 });
});

test('a fault of ours brings the message again, and the log names it without the body', async () => {
  const handler = fromQueue(async () => { throw new TypeError('table is on fire'); }, (line) => lines.push(line));
  expect(await handler(queueEvent({ one: { secret: 'price list' } }))).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'ERROR', code: 'INTERNAL_ERROR', error: 'TypeError', message: 'table is on fire' });
  expect(lines[0]).not.toContain('price list');
});
