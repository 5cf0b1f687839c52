const DAY_MS = 86_400_000;

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** "Today", "Yesterday", or the date: with the year when it is another one. */
export function dayName(at: number, now: number, locale?: string): string {
  if (sameDay(at, now)) return 'Today';
  if (sameDay(at, now - DAY_MS)) return 'Yesterday';
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(at);
}

export function clock(at: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
}
