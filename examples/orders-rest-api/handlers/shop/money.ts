/** An amount in the smallest unit of its currency. Never a fraction: 0.1 + 0.2 is not 0.3 in floating point. */
export interface Money {
  readonly cents: number;
  readonly currency: string;
}

/** The shop sells in one currency; with several, the currency belongs on the product. */
const SHOP_CURRENCY = 'EUR';

/** Refuses what is not a whole, non-negative number of cents: an order must never be charged at `NaN` or -5. */
export function money(cents: number): Money {
  if (!Number.isSafeInteger(cents) || cents < 0) throw new RangeError(`not an amount in whole cents: ${cents}`);
  return { cents, currency: SHOP_CURRENCY };
}

export function times(price: Money, quantity: number): Money {
  return money(price.cents * quantity);
}

export function sum(amounts: Money[]): Money {
  return money(amounts.reduce((total, { cents }) => total + cents, 0));
}
