import { Catalogue, Product } from '../../handlers/shop/catalogue';
import { Order, OrderBook } from '../../handlers/shop/orders';
import { Page, PageRequest } from '../../handlers/shop/page';

/** The ports kept in memory. `ports.test.ts` holds them to the same laws as the DynamoDB tables. */
export class MemoryCatalogue implements Catalogue {
  private readonly products = new Map<string, Product>();

  constructor(...products: Product[]) {
    products.forEach((product) => this.products.set(product.productId, product));
  }

  async list({ limit, after: [last] = [] }: PageRequest): Promise<Page<Product>> {
    const all = [...this.products.values()];
    const start = last === undefined ? 0 : all.findIndex(({ productId }) => productId === last) + 1;
    return page(all.slice(start), limit, ({ productId }) => [productId]);
  }

  async find(productId: string): Promise<Product | undefined> {
    return this.products.get(productId);
  }

  /** A product goes out of the shop. */
  remove(productId: string): void {
    this.products.delete(productId);
  }
}

export class MemoryOrderBook implements OrderBook {
  private readonly orders: Order[] = [];

  async add(order: Order): Promise<Order> {
    const standing = this.lookup(order.customerId, order.orderId);
    if (!standing) this.orders.push(order);
    return standing ?? order;
  }

  async find(customerId: string, orderId: string): Promise<Order | undefined> {
    return this.lookup(customerId, orderId);
  }

  async list(customerId: string, { limit, after: [last] = [] }: PageRequest): Promise<Page<Order>> {
    const all = this.orders.filter((order) => order.customerId === customerId)
      .sort((one, other) => other.placedAt.localeCompare(one.placedAt));
    const start = last === undefined ? 0 : all.findIndex(({ orderId }) => orderId === last) + 1;
    return page(all.slice(start), limit, ({ orderId, placedAt }) => [orderId, placedAt]);
  }

  get size(): number {
    return this.orders.length;
  }

  /** Without a pause, so that looking and writing are one step, as a conditional write is. */
  private lookup(customerId: string, orderId: string): Order | undefined {
    return this.orders.find((order) => order.customerId === customerId && order.orderId === orderId);
  }
}

/** As DynamoDB does: a full page names its last key, even when nothing follows it. */
function page<Entry>(rest: Entry[], limit: number, keyOf: (entry: Entry) => string[]): Page<Entry> {
  const entries = rest.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next: entries.length === limit && last ? keyOf(last) : undefined };
}
