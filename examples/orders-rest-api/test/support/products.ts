import { Product } from '../../handlers/shop/catalogue';
import { money } from '../../handlers/shop/money';

export const TEA: Product = { productId: 'green-tea', title: 'Green tea', description: '100 g', price: money(749) };
export const POT: Product = { productId: 'tea-pot', title: 'Tea pot', description: 'Cast iron, 0.8 l', price: money(4990) };
export const CUP: Product = { productId: 'cup', title: 'Cup', description: 'Stoneware', price: money(1210) };
