/** An amount in the smallest unit of its currency. Never a fraction: 0.1 + 0.2 is not 0.3 in floating point. */
export interface Money {
  readonly cents: number;
  readonly currency: string;
}

/** The catalogue has one currency; with several, the currency belongs on the product. */
const CURRENCY = 'EUR';

/** Refuses what is not a whole, non-negative number of cents: nothing is ever offered at `NaN` or -5. */
export function money(cents: number): Money {
  if (!Number.isSafeInteger(cents) || cents < 0) throw new RangeError(`not an amount in whole cents: ${cents}`);
  return { cents, currency: CURRENCY };
}
