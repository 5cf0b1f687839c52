/** How a share looks: `######----------`. A share that is there is seen, and so is a rest. */
export function bar(percent: number, width: number): string {
  const exact = percent * width / 100;
  const filled = percent <= 0 ? 0 : percent >= 100 ? width : Math.min(width - 1, Math.max(1, Math.round(exact)));
  return '#'.repeat(filled) + '-'.repeat(width - filled);
}
