/** The ledger says no, and the caller can do something about it. Everything else that is thrown is a fault of ours and answered with 500. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    /** Stable, and spelled like the gateway's own: callers switch on it, never on the message. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
