/** Something that stops the suite, or one starter of it, said in a way that needs no stack trace. */
export class Failure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Failure';
  }
}

/** What to print of anything that was thrown: our own words alone, the stack of everything else. */
export function explain(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
