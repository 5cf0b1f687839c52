import CliTable from 'cli-table3';

/** A table as wide as its content, and never wider than asked: the widest column gives way and wraps. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>, width: number): string {
  const colWidths = columnWidths(head.length === 0 ? rows : [head, ...rows], width);
  const drawn = new CliTable({
    head: [...head],
    chars: LINES,
    colWidths,
    wordWrap: true,
    style: { 'head': [], 'border': [], 'padding-left': 0, 'padding-right': GAP },
  });
  drawn.push(...rows.map((row) => row.map((content, column) => ({ content, wrapOnWordBoundary: fits(content, colWidths[column]) }))));
  return drawn.toString().split('\n').map((line) => line.trimEnd()).join('\n');
}

/** Blanks between columns. */
const GAP = 2;
/** Below this a column is no longer readable. */
const NARROWEST = 12;

/** No frame: columns are enough to read by, and copy well into a ticket. */
const LINES = Object.fromEntries([
  'top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right',
  'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle',
].map((line) => [line, '']));

function columnWidths(rows: ReadonlyArray<readonly string[]>, width: number): number[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => longestLine(row[column]))) + GAP);
  for (let over = sum(widths) - width; over > 0; over = sum(widths) - width) {
    const widest = widths.indexOf(Math.max(...widths));
    const next = Math.max(...widths.filter((_, column) => column !== widest), NARROWEST);
    if (widths[widest] <= NARROWEST) break;
    widths[widest] -= Math.min(over, Math.max(1, widths[widest] - next));
  }
  return widths;
}

function longestLine(content: string): number {
  return Math.max(...content.split('\n').map((line) => line.length));
}

/** A path or a rule id longer than its column is broken inside the word: cut short it would be of no use to anybody. */
function fits(content: string, width: number): boolean {
  return content.split(/\s+/).every((word) => word.length <= width - GAP);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
