import { createHash } from 'node:crypto';
import { Catalogue } from './catalogue';
import { Money, sum, times } from './money';
import { Page, PageRequest } from './page';
import { Refusal } from './refusal';

/** What a customer asks for. There is no price in it: prices come from the catalogue. */
export interface Placement {
  readonly customerId: string;
  /** Chosen by the app, one per tap on "buy": sending it again never buys twice. */
  readonly idempotencyKey: string;
  readonly lines: { readonly productId: string; readonly quantity: number }[];
}

export interface OrderLine {
  readonly productId: string;
  readonly title: string;
  readonly quantity: number;
  /** As it was when the order was placed. */
  readonly unitPrice: Money;
}

export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly placedAt: string;
  readonly lines: OrderLine[];
  readonly total: Money;
}

/** Where orders are kept: a port. Every question names the customer, so nobody can be shown somebody else's order. */
export interface OrderBook {
  /** Writes the order unless there is one with its id already; gives back the one that stands. */
  add(order: Order): Promise<Order>;
  find(customerId: string, orderId: string): Promise<Order | undefined>;
  /** Newest first. */
  list(customerId: string, page: PageRequest): Promise<Page<Order>>;
}

export interface Shop {
  readonly catalogue: Catalogue;
  readonly orders: OrderBook;
  readonly clock: () => Date;
}

/**
 * Places an order once. A repeated request gets the order of the first one, at the prices of the first one,
 * even when a product has changed or gone since.
 */
export async function buyOnce(shop: Shop, placement: Placement): Promise<Order> {
  const orderId = orderIdOf(placement);
  const earlier = await shop.orders.find(placement.customerId, orderId);
  if (earlier) return repeated(earlier, placement);

  // Somebody may have been quicker on another connection: what stands then is the other order.
  const standing = await shop.orders.add(await priced(shop, orderId, placement));
  return repeated(standing, placement);
}

export async function orderOf(orders: OrderBook, customerId: string, orderId: string): Promise<Order> {
  const order = await orders.find(customerId, orderId);
  if (!order) throw new Refusal(404, 'ORDER_NOT_FOUND', `you have no order ${orderId}`);
  return order;
}

/** Made from the customer and the key, so that the table's own key is what keeps a second order out. */
function orderIdOf({ customerId, idempotencyKey }: Placement): string {
  return createHash('sha256').update(JSON.stringify([customerId, idempotencyKey])).digest('hex').slice(0, 32);
}

function repeated(order: Order, placement: Placement): Order {
  const asked = placement.lines.map(({ productId, quantity }) => `${quantity} ${productId}`).join();
  const kept = order.lines.map(({ productId, quantity }) => `${quantity} ${productId}`).join();
  if (asked !== kept) throw new Refusal(422, 'IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key was used for another order; make a new one');
  return order;
}

async function priced({ catalogue, clock }: Shop, orderId: string, placement: Placement): Promise<Order> {
  const lines = await Promise.all(placement.lines.map(async ({ productId, quantity }) => {
    const product = await catalogue.find(productId);
    if (!product) throw new Refusal(422, 'UNKNOWN_PRODUCT', `there is no product ${productId} to order`);
    return { productId, title: product.title, quantity, unitPrice: product.price };
  }));
  const total = sum(lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity)));
  return { orderId, customerId: placement.customerId, placedAt: clock().toISOString(), lines, total };
}
