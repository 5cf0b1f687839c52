import { Product, Shelf } from './catalogue';
import { LIMITS } from './limits';
import { money } from './money';
import { Refusal } from './refusal';

/** What a supplier sent, and when. */
export interface Delivery {
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/** Puts every product of a delivery on the shelf, or none if anything about it is wrong. Doing it again changes nothing. */
export async function unpack(shelf: Shelf, { body, sentAt }: Delivery): Promise<void> {
  // One after the other: deliveries arrive several at a time, and that is as much as the table is asked at once.
  for (const product of productsOf(body)) await shelf.put(product, sentAt);
}

/** Nobody has looked at the body yet: API Gateway passed it to the queue as it came. */
export function productsOf(body: string): Product[] {
  const delivery = parsed(body);
  const products = isRecord(delivery) && only(delivery, ['products']) && Array.isArray(delivery.products) ? delivery.products : [];
  if (products.length < 1 || products.length > LIMITS.productsPerImport) {
    throw refusal(`send {"products": [{"productId": "…", "title": "…", "priceCents": 749}]} with 1 to ${LIMITS.productsPerImport} products`);
  }
  if (new Set(products.map((product: { productId?: unknown } | null) => product?.productId)).size < products.length) {
    throw refusal('a product is listed twice, and nobody can say which of the two is meant');
  }
  return products.map(toProduct);
}

function toProduct(given: unknown, index: number): Product {
  if (!isRecord(given) || !only(given, ['productId', 'title', 'description', 'priceCents'])) throw refusal(`product ${index} has the wrong fields`);
  const { productId, title, description = '', priceCents } = given;
  if (typeof productId !== 'string' || !new RegExp(LIMITS.productId).test(productId)) throw refusal(`product ${index} has no usable productId`);
  if (!isText(title, 1, LIMITS.title)) throw refusal(`product ${index} has no title of 1 to ${LIMITS.title} characters`);
  if (!isText(description, 0, LIMITS.description)) throw refusal(`product ${index} has a description of more than ${LIMITS.description} characters`);
  if (typeof priceCents !== 'number' || !isPrice(priceCents)) throw refusal(`product ${index} has no price in whole cents`);
  return { productId, title, description, price: money(priceCents) };
}

function isText(value: unknown, shortest: number, longest: number): value is string {
  return typeof value === 'string' && value.length >= shortest && value.length <= longest;
}

function isPrice(cents: number): boolean {
  return Number.isInteger(cents) && cents >= 0 && cents <= LIMITS.priceCents;
}

function refusal(message: string): Refusal {
  return new Refusal(400, 'BAD_IMPORT', message);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw refusal('the import is not JSON');
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function only(value: Record<string, unknown>, names: string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}
