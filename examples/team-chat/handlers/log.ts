/** Takes a line of the log. */
export type Log = (line: string) => void;

/** Straight to standard output: Lambda's console would wrap the line in one of its own. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What the log says about something that went wrong: the code of a refusal, or what kind of fault it was. */
export function faultOf(error: unknown): { readonly error: string; readonly message: string } {
  const { name, message } = error instanceof Error ? error : { name: 'unknown', message: '' };
  return { error: name, message };
}
