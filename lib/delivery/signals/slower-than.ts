/**
 * A regular expression for whole numbers, written without signs or leading zeros, that are greater than this one.
 *
 * The numbers in the access log are quoted, and that a metric filter compares or publishes a quoted number as a number is not documented; that it
 * compares texts with expressions of this sort is (AWS: "Supported regular expressions (regex) syntax", which knows no parentheses).
 */
export function greaterThan(value: number): string {
  const least = String(Math.floor(value) + 1);
  const greater = [...least].map((digit, place) => greaterFrom(digit, least.slice(0, place), least.length - place - 1));
  const longer = `${'[0-9]'.repeat(least.length)}[0-9]+`;
  return [least, ...greater.filter((expression) => expression !== undefined), longer].map((expression) => `^${expression}$`).join('|');
}

/** As long as the least of them, with the same beginning, and greater from this digit on. */
function greaterFrom(digit: string, beginning: string, rest: number): string | undefined {
  return digit === '9' ? undefined : `${beginning}[${Number(digit) + 1}-9]${'[0-9]'.repeat(rest)}`;
}
