/** How the text may look. */
export interface TextStyle {
  readonly columns: number;
  /** Make a heading stand out, or leave it as it is. */
  readonly strong: (heading: string) => string;
}

const INDENT = '  ';

/** The width left inside of a section. */
export function inside({ columns }: TextStyle): number {
  return columns - INDENT.length;
}

/** A heading and what stands under it; nothing at all when nothing does. */
export function section(heading: string, body: string, style: TextStyle): string[] {
  return body === '' ? [] : ['', style.strong(heading), indent(body)];
}

export function indent(text: string): string {
  return text.split('\n').map((line) => INDENT + line).join('\n');
}

/** Words in lines of at most `width`; a longer word keeps a line to itself. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

/** A construct path without that of its stack. */
export function below(stack: string, construct: string): string {
  return construct.startsWith(`${stack}/`) ? construct.slice(stack.length + 1) : construct;
}

/** Things that read the same, said once: the wording to what it is said of, in the order of first mention. */
export function together<T>(items: readonly T[], wording: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(wording(item), [...groups.get(wording(item)) ?? [], item]);
  return groups;
}
