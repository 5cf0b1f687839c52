import { Product } from '../../handlers/catalogue/catalogue';
import { money } from '../../handlers/catalogue/money';

export const TEA: Product = { productId: 'green-tea', title: 'Green tea', description: '100 g', price: money(749) };
export const POT: Product = { productId: 'tea-pot', title: 'Tea pot', description: 'Cast iron, 0.8 l', price: money(4990) };
export const CUP: Product = { productId: 'cup', title: 'Cup', description: 'Stoneware', price: money(1210) };

/** A product as a supplier writes it. */
export function delivered({ price, ...product }: Product): object {
  return { ...product, priceCents: price.cents };
}
