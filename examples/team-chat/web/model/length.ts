/** How long messages may be, in bytes of UTF-8. The chat's own default; whatever it is told to take, it has the last word. */
export const BODY_BYTES = 16 * 1024;

/** How much room there is for a message. */
export interface Budget {
  readonly bytes: number;
  readonly left: number;
  readonly over: boolean;
  /** Nearly used up: time to say so. */
  readonly near: boolean;
}

const encoder = new TextEncoder();

export function budgetOf(text: string, limit = BODY_BYTES): Budget {
  const bytes = encoder.encode(text).length;
  const left = limit - bytes;
  return { bytes, left, over: left < 0, near: left < limit / 10 };
}

/** What is sent of what was written: without empty lines around it. Nothing when there is nothing. */
export function bodyOf(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+|\s+$/gu, '');
}
