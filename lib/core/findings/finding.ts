/** What a finding says. `{names}` in braces are filled with the values at hand. */
export interface FindingText {
  /** What is wrong and what was given. */
  readonly problem: string;
  /** What to write instead. */
  readonly instead: string;
}
