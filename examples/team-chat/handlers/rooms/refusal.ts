/** The chat says no, and the caller can do something about it. Everything else that is thrown is a fault of ours. */
export class Refusal extends Error {
  constructor(
    /** The HTTP status, where there is somebody to answer. */
    readonly status: number,
    /** Stable: programs switch on it, never on the message. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
